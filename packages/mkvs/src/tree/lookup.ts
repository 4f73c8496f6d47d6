import {equal} from "@oasis-node/primitives/bytes";
import {bitLength, getBit} from "../node/index.ts";
import type {TreeState} from "./treeState.ts";

/**
 * Value of a key, or `null`. On the way down only lengths and branch bits are looked at, the leaf decides
 * (primitives-mkvs §4.4).
 */
export function lookup(state: TreeState, key: Uint8Array): Uint8Array | null {
  const keyBits = bitLength(key);
  let depth = 0;
  for (let pointer = state.root; pointer !== null; ) {
    const node = state.cache.load(pointer, key);
    if (node.kind === "leaf") return equal(node.key, key) ? node.value : null;
    depth += node.labelBitLength;
    if (keyBits < depth) return null;
    if (keyBits === depth) pointer = node.leaf;
    else pointer = getBit(key, depth) ? node.right : node.left;
  }
  return null;
}
