import {
  type ChunkMetadata,
  checkpointErrors,
  checkpointVersion,
  chunkMetadata,
  type Metadata,
  metadataHash,
  Restorer,
} from "@oasis-node/mkvs/checkpoint";
import {NodeDbError, nodeDbErrors} from "@oasis-node/mkvs/db";
import {equalRoots, type Root, rootEncodedHash} from "@oasis-node/mkvs/node";
import {concat, toBase64, toHex} from "@oasis-node/primitives/bytes";
import type {Clock} from "@oasis-node/primitives/clock";
import {CodedError} from "@oasis-node/primitives/errors";
import type {Logger} from "@oasis-node/primitives/log";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {collect, type StorageNode} from "../storageClient/index.ts";
import type {LocalStorage} from "./localStorage.ts";

/** Milliseconds for the list of one node, for all lists, and for one chunk. */
const listTimeoutMs = 5000;
const listsTimeoutMs = 30_000;
const chunkTimeoutMs = 60_000;
/** Milliseconds between tries of a list, and how many there are after the first. */
const retryIntervalMs = 1000;
const maxRetries = 30;

export interface CheckpointSyncOptions {
  readonly storage: LocalStorage;
  readonly runtimeId: Namespace;
  readonly nodes: () => readonly StorageNode[];
  /** Roots that a version has according to its block; null for a round that the node does not know. */
  readonly rootsOf: (version: bigint) => readonly Root[] | null;
  /** Only later versions are of use. */
  readonly after: bigint;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface CheckpointSyncOutcome {
  /** The version that is there now; null when no checkpoint could be used. */
  readonly version: bigint | null;
  /** Whether there was a checkpoint that looked usable. */
  readonly tried: boolean;
}

/** A checkpoint, and the nodes that have it. */
interface Offer {
  readonly metadata: Metadata;
  readonly nodes: StorageNode[];
}

/**
 * Gets a whole version from checkpoints of other nodes and makes it final: the latest of which there are checkpoints of all
 * roots (runtime-workers §4.5.4). Nothing that they say is believed: roots are those of the block, chunks are proven.
 */
export async function syncCheckpoints(
  options: CheckpointSyncOptions,
  signal: AbortSignal,
): Promise<CheckpointSyncOutcome> {
  const offers = await listOffers(options, signal);
  const versions = [...new Set(offers.map(({metadata}) => metadata.root.version))];
  let tried = false;
  for (const version of versions.sort((a, b) => (a > b ? -1 : 1))) {
    const roots = version > options.after ? options.rootsOf(version) : null;
    if (roots === null) continue;
    const ofVersion = offers.filter(({metadata}) => metadata.root.version === version);
    tried = true;
    if (await restoreVersion(options, roots, ofVersion, signal)) return {version, tried};
  }
  return {version: null, tried};
}

/**
 * Restores all roots of a version, with one checkpoint of each. A checkpoint that turns out wrong is left out and everything
 * begun again; chunks that are all right and leave holes in a tree do not tell in which, so that others are tried together.
 */
async function restoreVersion(
  options: CheckpointSyncOptions,
  roots: readonly Root[],
  offers: readonly Offer[],
  signal: AbortSignal,
): Promise<boolean> {
  const {db} = options.storage;
  const bad = new Set<Offer>();
  const ofRoots = roots.map((root) => offers.filter(({metadata}) => equalRoots(metadata.root, root)));
  for (const chosen of combinations(ofRoots)) {
    if (chosen.some((offer) => bad.has(offer))) continue;
    try {
      const failed = await restoreAll(options, chosen, signal);
      if (failed === null && (await isFinalized(options, roots))) return true;
      if (failed !== null) bad.add(failed);
    } catch (error) {
      await db.abortMultipartInsert();
      throw error;
    }
    await db.abortMultipartInsert();
  }
  return false;
}

/** All ways to take one of each list. */
function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (taken, list) => taken.flatMap((some) => list.map((item) => [...some, item])),
    [[]],
  );
}

async function isFinalized(
  {storage, logger}: CheckpointSyncOptions,
  roots: readonly Root[],
): Promise<boolean> {
  try {
    await storage.db.finalize(roots);
    return true;
  } catch (error) {
    if (!nodeDbErrors.nodeNotFound.is(error)) throw error;
    logger.error("checkpoints do not make whole trees", {err: error});
    return false;
  }
}

/** Restores one checkpoint after the other; gives the one with which that failed, or null. */
async function restoreAll(
  options: CheckpointSyncOptions,
  chosen: readonly Offer[],
  signal: AbortSignal,
): Promise<Offer | null> {
  const restorer = new Restorer(options.storage.db);
  for (const offer of chosen) {
    await restorer.start(offer.metadata);
    if (!(await restoreChunks(options, restorer, offer, signal))) {
      await restorer.abort();
      return offer;
    }
    options.logger.info("successfully restored from checkpoint", {root: toHex(offer.metadata.root.hash)});
  }
  return null;
}

/** Gets the chunks from all nodes that have them, each busy with one at a time until it fails. */
async function restoreChunks(
  {logger}: CheckpointSyncOptions,
  restorer: Restorer,
  {metadata, nodes}: Offer,
  signal: AbortSignal,
): Promise<boolean> {
  const waiting = (metadata.chunks ?? []).map((_, index) => BigInt(index));
  let state: "open" | "done" | "failed" = "open";
  const usable = new Set(nodes);
  const work = async (node: StorageNode): Promise<void> => {
    while (state === "open") {
      const index = waiting.shift();
      if (index === undefined) return;
      try {
        const bytes = await fetchChunk(node.api, chunkMetadata(metadata, index), signal);
        if (await restorer.restoreChunk(index, bytes)) state = "done";
      } catch (error) {
        signal.throwIfAborted();
        if (isLocalFailure(error)) throw error;
        logger.error("chunk restoration failed", {node: toBase64(node.id), chunk: index, err: error});
        // Whoever announced the checkpoint was wrong. Anything else is this node's fault: others may have the chunk.
        if (checkpointErrors.chunkProofVerificationFailed.is(error)) state = "failed";
        waiting.push(index);
        usable.delete(node);
        return;
      }
    }
  };
  // A chunk with which a node failed may come back when the others have found nothing left to do.
  while (state === "open" && waiting.length > 0 && usable.size > 0) {
    const outcomes = await Promise.allSettled([...usable].map(work));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  }
  return isDone();

  /** What the workers made of the state is not seen by the type checker. */
  function isDone(): boolean {
    return state === "done";
  }
}

async function fetchChunk(
  api: StorageNode["api"],
  chunk: ChunkMetadata,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const call = {signal: AbortSignal.any([signal, AbortSignal.timeout(chunkTimeoutMs)])};
  const pieces = await collect(api.getCheckpointChunk(chunk, call), (piece) => piece?.length ?? 0);
  return concat(...pieces.map((piece) => piece ?? new Uint8Array()));
}

/** Whether this node cannot store, whoever sent what. */
function isLocalFailure(error: unknown): boolean {
  const {module} = nodeDbErrors.nodeNotFound;
  return error instanceof NodeDbError || (error instanceof CodedError && error.module === module);
}

/** What the nodes offer, each checkpoint once. A node that does not answer offers nothing. */
async function listOffers(options: CheckpointSyncOptions, signal: AbortSignal): Promise<Offer[]> {
  const {nodes, runtimeId, clock, logger} = options;
  const enough = AbortSignal.any([signal, AbortSignal.timeout(listsTimeoutMs)]);
  const request = {version: checkpointVersion, namespace: runtimeId, rootVersion: null};
  const list = async ({id, api}: StorageNode): Promise<Metadata[]> => {
    for (let retries = 0; retries <= maxRetries && !enough.aborted; retries++) {
      try {
        const call = {signal: AbortSignal.any([enough, AbortSignal.timeout(listTimeoutMs)])};
        return (await api.getCheckpoints(request, call)) ?? [];
      } catch (error) {
        signal.throwIfAborted();
        logger.error("error calling GetCheckpoints", {node: toBase64(id), err: error});
        await clock.sleep(retryIntervalMs, enough).catch(() => {});
      }
    }
    return [];
  };
  const asked = nodes();
  const lists = await Promise.all(asked.map(async (node) => ({node, found: await list(node)})));
  signal.throwIfAborted();
  const offers = new Map<string, Offer>();
  for (const {node, found} of lists) {
    // One checkpoint of a root is enough for one node: no list is long enough to keep us busy for ever.
    const own = new Map(found.map((metadata) => [toHex(rootEncodedHash(metadata.root)), metadata] as const));
    for (const metadata of own.values()) {
      if (metadata.version !== checkpointVersion) continue;
      const key = toHex(metadataHash(metadata));
      const offer = offers.get(key) ?? {metadata, nodes: []};
      offer.nodes.push(node);
      offers.set(key, offer);
    }
  }
  return [...offers.values()];
}
