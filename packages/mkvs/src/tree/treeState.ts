import {Pointer} from "../node/index.ts";
import type {NodeCache} from "./nodeCache.ts";

/** What the operations of a tree work on. */
export interface TreeState {
  readonly cache: NodeCache;
  /** `null` = empty tree. */
  root: Pointer | null;
  /** Stored nodes that are not part of the tree any more. */
  superseded: Pointer[];
  /** Counts changes, so that iterators notice them. */
  changes: number;
}

/** A link of an internal node. */
export type Slot = "leaf" | "left" | "right";

/** Notes that a node is about to change. */
export function markDirty(state: TreeState, pointer: Pointer): void {
  supersede(state, pointer);
  pointer.clean = false;
  pointer.hashed = false;
  if (pointer.node !== null) pointer.node.clean = false;
}

/**
 * Notes that a leaf enters or leaves a leaf slot. Its hash stays, but it has to be stored anew: a leaf in a slot is part
 * of its internal node and cannot be addressed on its own (primitives-mkvs §4.3).
 */
export function markMoved(state: TreeState, pointer: Pointer): void {
  if (!pointer.clean) return;
  markDirty(state, pointer);
  pointer.hashed = true;
}

/** Marks all nodes of a path from the root. PERF: stops at the first marked one, above it all are. */
export function markPathDirty(state: TreeState, path: readonly Pointer[]): void {
  for (let i = path.length - 1; i >= 0; i--) {
    const pointer = path[i];
    if (pointer === undefined || (!pointer.clean && !pointer.hashed)) return;
    markDirty(state, pointer);
  }
}

/** Notes that a node leaves the tree, or will be stored in another form. */
export function supersede(state: TreeState, pointer: Pointer): void {
  if (!pointer.clean || pointer.dbRef === null) return;
  state.superseded.push(Pointer.toStored(pointer.hash, pointer.dbRef));
  pointer.dbRef = null;
}
