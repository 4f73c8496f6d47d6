import type {Pointer} from "../node/index.ts";
import {type Link, toDbRef} from "./nodeCodec.ts";
import {type NodeRef, refOf, unknownRef} from "./nodeRef.ts";
import type {Storage} from "./storage.ts";

/**
 * Makes a tree in memory refer to the places of an equal tree that is stored already. Needed when a root is committed
 * that exists: its nodes may lie elsewhere than those the tree came from, and only its own live as long as it does.
 * Changes nothing when reading fails.
 */
export function adopt(storage: Storage, pointer: Pointer, ref: NodeRef): void {
  const places: [Pointer, NodeRef][] = [];
  const open: [Pointer, NodeRef][] = [[pointer, ref]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [here, place] = next;
    // Below the same place everything is the same.
    if (place === unknownRef || refOf(here) === place) continue;
    places.push(next);
    const {node} = here;
    if (node?.kind !== "internal") continue;
    const stored = storage.node(place);
    if (stored.kind !== "internal") continue;
    for (const side of ["leaf", "left", "right"] as const) {
      const child = node[side];
      const link: Link | null = stored[side];
      if (child !== null && link !== null) open.push([child, link.ref]);
    }
  }
  for (const [here, place] of places) here.dbRef = toDbRef(place);
}
