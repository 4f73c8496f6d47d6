import {isEmptyHash} from "@oasis-node/primitives/hash";
import type {Root} from "../node/index.ts";
import {NodeDbError, nodeDbErrors} from "./errors.ts";
import {findGarbage} from "./garbage.ts";
import {type RootId, rootKey} from "./keys.ts";
import {keyText, WriteSet} from "./orderedStore.ts";
import {addPruning, topsOf} from "./prune.ts";
import {dropPages, dropRecord, reclaim} from "./reclaim.ts";
import {parentOf, type RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";

/** Version of the roots. Throws unless it can be finalised (primitives-mkvs §4.11). */
export function checkFinalize(storage: Storage, roots: readonly Root[]): bigint {
  storage.checkWritable();
  const version = roots[0]?.version;
  if (version === undefined) throw new NodeDbError("invalidOperation", "need at least one root to finalize");
  const {multipart, latest} = storage.metadata;
  if (multipart !== null && multipart.version !== version) throw nodeDbErrors.invalidMultipartVersion();
  if (multipart === null && latest !== null && latest < version - 1n) throw nodeDbErrors.notFinalized();
  if (latest !== null && version <= latest) throw nodeDbErrors.alreadyFinalized();
  for (const root of roots) {
    storage.checkNamespace(root.namespace);
    if (root.version !== version)
      throw new NodeDbError("invalidOperation", "roots to finalize don't have matching versions");
    if (!isEmptyHash(root.hash) && storage.record(root) === null) throw nodeDbErrors.rootNotFound();
  }
  return version;
}

/** Makes a version permanent, in one durable transaction. */
export function finalizeVersion(storage: Storage, version: bigint, roots: readonly Root[]): void {
  const {metadata} = storage;
  const changes = new WriteSet();
  const {final, discarded, pending} = sortOut(storage, version, roots);
  discard(storage, discarded, pending.concat(final), changes);
  // Before the first finalised version there is none: its ancestors in earlier ones are pruned at once.
  const early = final.filter((record) => record.version < version);
  if (early.length > 0) {
    addPruning(
      storage,
      early,
      topsOf(final.concat(pending), version).filter((record) => record.version >= version),
      changes,
    );
  }
  const first = metadata.latest === null ? {earliest: version, reclaimed: version} : {};
  storage.write(changes, {...metadata, ...first, latest: version, multipart: null});
}

interface Verdict {
  /** To be finalised: the given roots and all they were derived from. */
  readonly final: readonly RootRecord[];
  readonly discarded: readonly RootRecord[];
  /** Of later versions, still open. */
  readonly pending: readonly RootRecord[];
}

/** Decides on all roots that are not finalised yet. */
function sortOut(storage: Storage, version: bigint, roots: readonly Root[]): Verdict {
  const {latest} = storage.metadata;
  const open = storage.records(latest === null ? 0n : latest + 1n, null);
  const byKey = new Map(open.map((record) => [textOf(record), record] as const));
  const finalKeys = new Set<string>();
  for (const root of roots) {
    let record = byKey.get(textOf(root));
    while (record !== undefined && !finalKeys.has(textOf(record))) {
      finalKeys.add(textOf(record));
      const parent = parentOf(record);
      record = parent === null ? undefined : byKey.get(textOf(parent));
    }
  }
  const isPending = (record: RootRecord): boolean => {
    let here: RootRecord | undefined = record;
    while (here !== undefined && here.version > version) {
      const parent = parentOf(here);
      if (parent === null) return true;
      here = byKey.get(textOf(parent));
    }
    return here !== undefined && finalKeys.has(textOf(here));
  };
  const final = open.filter((record) => finalKeys.has(textOf(record)));
  const others = open.filter((record) => !finalKeys.has(textOf(record)));
  const pending = others.filter((record) => record.version > version && isPending(record));
  const kept = new Set(pending);
  return {final, pending, discarded: others.filter((record) => !kept.has(record))};
}

/**
 * Removes roots and what was made with them. When a root they were derived from is gone already, they may be the last to
 * reach nodes of it.
 */
function discard(
  storage: Storage,
  discarded: readonly RootRecord[],
  rest: readonly RootRecord[],
  changes: WriteSet,
): void {
  const {reclaimed} = storage.metadata;
  const {nodes} = findGarbage(storage, orphansOf(discarded, reclaimed), topsOf(rest, reclaimed));
  reclaim(storage, {nodes, wholePages: []}, changes);
  for (const record of discarded) {
    dropRecord(record, changes);
    dropPages(storage, record, changes);
  }
}

/** Those derived from a root before `version` without any root between that stays. */
function orphansOf(discarded: readonly RootRecord[], version: bigint): readonly RootRecord[] {
  const orphans = new Map(topsOf(discarded, version).map((record) => [textOf(record), record] as const));
  for (let before = -1; before < orphans.size; ) {
    before = orphans.size;
    for (const record of discarded) {
      const parent = parentOf(record);
      if (parent !== null && orphans.has(textOf(parent))) orphans.set(textOf(record), record);
    }
  }
  return [...orphans.values()];
}

function textOf(root: RootId): string {
  return keyText(rootKey(root));
}
