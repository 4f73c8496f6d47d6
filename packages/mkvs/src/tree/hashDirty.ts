import type {NodeHasher, Pointer} from "../node/index.ts";

/** Dirty pointers in storage order: leaf slot, left, right, the node itself (primitives-mkvs §4.4). */
export function dirtyPointers(root: Pointer | null): Pointer[] {
  const order: Pointer[] = [];
  const stack: (Pointer | null)[] = [root];
  for (let pointer = stack.pop(); pointer !== undefined; pointer = stack.pop()) {
    if (pointer === null || pointer.clean) continue;
    order.push(pointer);
    // Visited right to left and self first: the reverse is the order wanted.
    if (pointer.node?.kind === "internal")
      stack.push(pointer.node.leaf, pointer.node.left, pointer.node.right);
  }
  return order.reverse();
}

/** Brings the hashes of dirty pointers, children first, up to date. They stay dirty. */
export function updateHashes(pointers: readonly Pointer[], hasher: NodeHasher): void {
  for (const pointer of pointers) {
    if (pointer.hashed || pointer.node === null) continue;
    const hash = hasher.hash(pointer.node);
    pointer.node.hash = hash;
    pointer.hash = hash;
    pointer.hashed = true;
  }
}
