import {nodeDbErrors} from "./errors.ts";
import {findGarbage} from "./garbage.ts";
import {deadListKey} from "./keys.ts";
import {WriteSet} from "./orderedStore.ts";
import {dropRecord, reclaim} from "./reclaim.ts";
import type {RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";

/** Versions whose room is given back in one transaction: bounds the memory it takes. */
const versionsPerTransaction = 512n;

/**
 * Pruned versions that may wait until their room is given back together, when versions are pruned one by one: neighbours
 * share most of the pages that have to be rewritten.
 */
const versionsWaiting = 64n;

/** Throws unless all versions from the earliest to the one before `to` may be pruned. */
export function checkPrune(storage: Storage, to: bigint): void {
  storage.checkWritable();
  const {multipart, latest} = storage.metadata;
  if (multipart !== null) throw nodeDbErrors.multipartInProgress();
  if (latest === null || latest < to - 1n) throw nodeDbErrors.notFinalized();
}

/**
 * Prunes the earliest version. Its room is given back when enough versions wait for that; until then a crash may bring it
 * back, to be pruned again.
 */
export function pruneEarliest(storage: Storage): void {
  const {metadata} = storage;
  const earliest = metadata.earliest + 1n;
  if (earliest - metadata.reclaimed < versionsWaiting) storage.hold(new WriteSet(), {...metadata, earliest});
  else reclaimStep(storage, earliest);
}

/**
 * Gives back the room of versions before `to`, of as many as fit into one durable transaction, and prunes those that are
 * not pruned yet. Whether more remain.
 */
export function reclaimStep(storage: Storage, to: bigint): boolean {
  const {metadata} = storage;
  const most = metadata.reclaimed + versionsPerTransaction;
  const reclaimed = most < to ? most : to;
  if (reclaimed <= metadata.reclaimed) return false;
  const changes = new WriteSet();
  // A root follows its parent by one version at most, so all tops are in the first version that stays.
  const tops = topsOf(storage.records(reclaimed, reclaimed + 1n), reclaimed);
  addPruning(storage, storage.records(metadata.reclaimed, reclaimed), tops, changes);
  const earliest = metadata.earliest > reclaimed ? metadata.earliest : reclaimed;
  storage.write(changes, {...metadata, earliest, reclaimed});
  return reclaimed < to;
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
