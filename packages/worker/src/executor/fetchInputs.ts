import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {type ReadSyncer, RemoteTree} from "@oasis-node/mkvs/syncer";
import {utf8} from "@oasis-node/primitives/bytes";
import {asRound} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import {type BatchLimits, IoTreeError, newIoTree, readInputs} from "@oasis-node/runtime/ioTree";
import type {Runtime} from "@oasis-node/state-transition/registry";
import type {Header} from "@oasis-node/state-transition/roothash";

/** Items that each fetch brings beside the one that was missing. */
const prefetch = 500;
/** Begins the keys of inputs and outputs. */
const artifactPrefix = utf8("T")[0];
/** More than any key and place in the batch take besides the input. */
const itemOverhead = 128;

/** The root of the inputs of the round after a block. */
export function inputRoot({namespace, round}: Header, hash: Hash): Root {
  return {namespace, version: asRound(round + 1n), type: rootTypes.io, hash};
}

/** What the runtime's descriptor allows. */
export function batchLimits({txnScheduler}: Runtime): BatchLimits {
  const atMost = (value: bigint) => Number(value > 2n ** 31n ? 2n ** 31n : value);
  return {
    maxCount: atMost(txnScheduler.maxBatchSize),
    maxBytes: atMost(txnScheduler.maxBatchSizeBytes),
  };
}

/**
 * Fetches the inputs of a batch from storage that need not be trusted: all that it gives is proven (runtime-workers
 * §4.4.4 step 8). Throws `IoTreeError`, `ProofError`, `SyncerError`, and what storage throws.
 */
export async function fetchInputs(
  syncer: ReadSyncer,
  root: Root,
  limits: BatchLimits,
): Promise<Uint8Array[]> {
  const remote = new RemoteTree({syncer, root, maxFetches: 128}).iterator(prefetch);
  const found = newIoTree();
  try {
    let [count, bytes] = [0, 0];
    let item = await remote.seek(utf8("T"));
    for (; item !== null && item.key[0] === artifactPrefix; item = await remote.next()) {
      found.insert(item.key, item.value);
      count++;
      bytes += item.value.length;
      // Not more is fetched than it takes to see that there is too much.
      if (count > limits.maxCount || bytes > limits.maxBytes + limits.maxCount * itemOverhead) {
        throw new IoTreeError("tooLarge", "transaction: input batch too large", {details: {count, bytes}});
      }
    }
    return readInputs(found, limits);
  } finally {
    found.close();
  }
}
