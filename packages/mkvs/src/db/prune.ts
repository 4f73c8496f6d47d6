import {nodeDbErrors} from "./errors.ts";
import {findGarbage} from "./garbage.ts";
import {deadListKey} from "./keys.ts";
import {WriteSet} from "./orderedStore.ts";
import {dropRecord, reclaim} from "./reclaim.ts";
import type {RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";

/** Versions pruned in one transaction: bounds the memory it takes. */
const versionsPerTransaction = 512n;

/** Throws unless all versions from the earliest to the one before `to` may be pruned. */
export function checkPrune(storage: Storage, to: bigint): void {
  storage.checkWritable();
  const {multipart, latest} = storage.metadata;
  if (multipart !== null) throw nodeDbErrors.multipartInProgress();
  if (latest === null || latest < to - 1n) throw nodeDbErrors.notFinalized();
}

/** End of the versions to prune in the next transaction on the way to `to`. */
export function nextPruneStep(storage: Storage, to: bigint): bigint {
  const {earliest} = storage.metadata;
  const step = earliest + versionsPerTransaction;
  return step < to ? step : to;
}

/** Removes all versions before `to`, in one durable transaction. */
export function pruneStep(storage: Storage, to: bigint): void {
  const {metadata} = storage;
  const changes = new WriteSet();
  // A root follows its parent by one version at most, so all tops are in the first version that stays.
  const tops = topsOf(storage.records(to, to + 1n), to);
  addPruning(storage, storage.records(metadata.earliest, to), tops, changes);
  storage.write(changes, {...metadata, earliest: to});
}

/** The changes that remove all of the roots in `pruned`; `tops` are the roots that stay and are derived from them. */
export function addPruning(
  storage: Storage,
  pruned: readonly RootRecord[],
  tops: readonly RootRecord[],
  changes: WriteSet,
): void {
  reclaim(storage, findGarbage(storage, pruned, tops), changes);
  for (const record of pruned) dropRecord(record, changes);
  // The dead list of a root is needed until its parent is pruned.
  for (const record of tops) changes.delete(deadListKey(record));
}

/** Those of `records` that are derived from a root before `version`. */
export function topsOf(records: readonly RootRecord[], version: bigint): RootRecord[] {
  return records.filter(({parent}) => parent !== null && parent.version < version);
}
