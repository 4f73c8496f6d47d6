import {bitLength, getBit, type MkvsNode, type Pointer} from "../node/index.ts";
import type {TreeState} from "./treeState.ts";

/** Is told of the nodes that an operation looks at: collects them for a proof. May be told of a node repeatedly. */
export interface NodeVisitor {
  include(node: MkvsNode): void;
}

/**
 * Shows the nodes on the way to a key; with `siblings` also the other child of each internal node, and both children of
 * the one where the key ends (primitives-mkvs §4.8, SyncGet). Leaf slots are not visited: they come with their node.
 */
export function visitPath(
  state: TreeState,
  key: Uint8Array,
  {visitor, siblings}: {readonly visitor: NodeVisitor; readonly siblings: boolean},
): void {
  const keyBits = bitLength(key);
  const visitSibling = (pointer: Pointer | null): void => {
    if (siblings && pointer !== null) visitor.include(state.cache.load(pointer, key));
  };
  let depth = 0;
  for (let pointer = state.root; pointer !== null; ) {
    const node = state.cache.load(pointer, key);
    visitor.include(node);
    if (node.kind === "leaf") return;
    depth += node.labelBitLength;
    if (keyBits < depth) return;
    if (keyBits === depth) {
      visitSibling(node.left);
      visitSibling(node.right);
      return;
    }
    const right = getBit(key, depth);
    visitSibling(right ? node.left : node.right);
    pointer = right ? node.right : node.left;
  }
}
