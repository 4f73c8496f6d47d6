import {emptyRoot, Root, rootTypes} from "@oasis-node/mkvs/node";
import {list, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import type {Block} from "@oasis-node/state-transition/roothash";
import type {RootKind} from "./syncStep.ts";

/** What storage needs to know of a block (runtime-workers §4.5.4). */
export const BlockSummary = struct("storage.blockSummary", {
  namespace: Namespace,
  round: Round,
  roots: list(Root),
});
export type BlockSummary = ValueOf<typeof BlockSummary>;

/** What the worker keeps of a runtime in the node's persistent store: the last round that is final. */
export const WatcherState = struct("storage.watcherState", {lastBlock: BlockSummary});
export type WatcherState = ValueOf<typeof WatcherState>;

/** Service of the node's persistent store in which the state is kept, under the ID of the runtime. */
export const storageStoreName = "worker/storage/watchers";

/** A root of a block. */
export function blockRoot({header}: Block, kind: RootKind): Root {
  const {namespace, round, ioRoot, stateRoot} = header;
  const hash = kind === "io" ? ioRoot : stateRoot;
  return {namespace, version: round, type: rootTypes[kind], hash};
}

/** Both roots of a block, inputs and outputs first. */
export function blockRoots(block: Block): Root[] {
  return [blockRoot(block, "io"), blockRoot(block, "state")];
}

export function summaryOf(block: Block): BlockSummary {
  return {namespace: block.header.namespace, round: block.header.round, roots: blockRoots(block)};
}

/**
 * The root from which a root of a block was made: inputs and outputs from nothing, the state from that of the block
 * before; in the first block there is (null) the state comes from nothing too.
 */
export function parentRoot(block: Block, before: Block | null, kind: RootKind): Root {
  if (kind === "state" && before !== null) return blockRoot(before, "state");
  const {namespace, round} = block.header;
  return emptyRoot(namespace, round, rootTypes[kind]);
}
