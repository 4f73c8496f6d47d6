import {equal} from "@oasis-node/primitives/bytes";
import type {Pointer} from "../node/index.ts";
import type {NodeCache} from "./nodeCache.ts";
import {TreeError} from "./treeError.ts";

/**
 * Adds the nodes of a verified subtree that are not in memory yet (primitives-mkvs §4.8). Nothing but clean pointers with
 * the same hash is touched, otherwise a `TreeError` is thrown.
 */
export function mergeSubtree(cache: NodeCache, target: Pointer | null, subtree: Pointer | null): void {
  const stack: [Pointer | null, Pointer | null][] = [[target, subtree]];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [to, from] = pair;
    if (to === null || from === null) continue;
    if (!to.clean) throw TreeError.mergeIntoDirty();
    if (!equal(to.hash, from.hash)) throw TreeError.mergeMismatch(to.hash, from.hash);
    if (from.node === null) continue;
    if (to.node === null) adopt(cache, to, from);
    else if (to.node.kind === "internal" && from.node.kind === "internal")
      stack.push([to.node.right, from.node.right], [to.node.left, from.node.left]);
  }
}

function adopt(cache: NodeCache, to: Pointer, from: Pointer): void {
  to.node = from.node;
  const stack: (Pointer | null)[] = [to];
  for (let pointer = stack.pop(); pointer !== undefined; pointer = stack.pop()) {
    if (pointer === null || pointer.node === null) continue;
    cache.use(pointer, pointer.node);
    if (pointer.node.kind === "internal") stack.push(pointer.node.left, pointer.node.right);
  }
}
