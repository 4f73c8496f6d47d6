import type {NodeHasher, Pointer} from "../node/index.ts";

/**
 * Dirty pointers in storage order: leaf slot, left, right, the node itself (primitives-mkvs §4.4); their hashes are up to
 * date then.
 */
export function hashedDirtyPointers(root: Pointer | null, hasher: NodeHasher): Pointer[] {
  const dirty = postOrder(root, (pointer) => !pointer.clean);
  for (const pointer of dirty) if (!pointer.hashed) updateHash(pointer, hasher);
  return dirty;
}

/** Brings the hashes of dirty nodes up to date. They stay dirty. PERF: one hash for each node changed since last time. */
export function updateHashes(root: Pointer | null, hasher: NodeHasher): void {
  for (const pointer of postOrder(root, ({clean, hashed}) => !clean && !hashed)) updateHash(pointer, hasher);
}

/** The children have their hashes. */
function updateHash(pointer: Pointer, hasher: NodeHasher): void {
  if (pointer.node === null) return;
  const hash = hasher.hash(pointer.node);
  pointer.node.hash = hash;
  pointer.hash = hash;
  pointer.hashed = true;
}

/** The pointers from the root down to where they are no longer `wanted`. */
function postOrder(root: Pointer | null, wanted: (pointer: Pointer) => boolean): Pointer[] {
  const order: Pointer[] = [];
  const stack: (Pointer | null)[] = [root];
  for (let pointer = stack.pop(); pointer !== undefined; pointer = stack.pop()) {
    if (pointer === null || !wanted(pointer)) continue;
    order.push(pointer);
    // Visited right to left and self first: the reverse is the order wanted.
    if (pointer.node?.kind === "internal")
      stack.push(pointer.node.leaf, pointer.node.left, pointer.node.right);
  }
  return order.reverse();
}
