import {bitLength, getBit} from "../node/index.ts";
import {DeadNodes, decodeDeadList} from "./deadNodes.ts";
import {deadListKey, type RootId, rootKey} from "./keys.ts";
import type {StoredNode} from "./nodeCodec.ts";
import {type NodeRef, unknownRef} from "./nodeRef.ts";
import {keyText} from "./orderedStore.ts";
import {parentOf, type RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";

/*
 * Which nodes may go when roots go
 * --------------------------------
 * A node is stored once, at one place, by the commit that made it, and is referred to by place. (An equal node made by
 * another commit is another node here, at its own place.) So the roots that reach a node are the root it was made with
 * and some of those derived from it; and as a derived root drops a node for good – its dead list says which – they
 * form one connected piece of the tree of derivations. From this follows:
 *
 * 1. A root that is discarded takes all roots derived from it along. What was made with them is reached from nowhere
 *    else: whole ranges of pages go (`finalize.ts`).
 * 2. Pruning removes all roots before some version. Roots that stay and whose parent goes are the *tops*. A node stays
 *    exactly when a top of the same origin reaches it: all other roots that stay are derived from tops, or have
 *    nothing to do with the pruned ones.
 * 3. A node that goes is reached last by a pruned root P. Either P has derived roots, then the node is in the dead list
 *    of each; or it has none, then the node is found by walking the tree of P. These are all candidates.
 * 4. Usually the pruned roots of an origin are one line that leads to one top. Then no candidate is reached by the top,
 *    as it was dropped on the way to it, and the dead lists can be taken as they are. Often, as for runtime I/O, there
 *    is no top and the origin began after the last pruned version: then all its pages go unread.
 * 5. Otherwise each candidate is looked for below the tops: it is reached if the way to any key below it passes it.
 *    Everything below a pruned root is still readable at this time, so such a key can be found.
 */

/** What removing roots sets free. */
export interface Garbage {
  readonly nodes: DeadNodes;
  /** Roots of which all pages go. */
  readonly wholePages: readonly RootRecord[];
}

/**
 * What goes together with the roots in `gone`. `tops` are the roots that stay and whose parent is in `gone` or has
 * gone before; those of other origins do not matter.
 */
export function findGarbage(
  storage: Storage,
  gone: readonly RootRecord[],
  tops: readonly RootRecord[],
): Garbage {
  const nodes = new DeadNodes();
  const wholePages: RootRecord[] = [];
  for (const family of familiesOf(gone, tops)) {
    if (family.tops.length === 0 && family.gone.some(({parent}) => parent === null))
      wholePages.push(...family.gone);
    else if (isLine(family)) addDeadLists(storage, family, nodes);
    else addCandidates(storage, family, nodes);
  }
  return {nodes, wholePages};
}

/** Roots of one origin: those that go and the tops that stay. */
interface Family {
  readonly gone: RootRecord[];
  readonly tops: RootRecord[];
  /** Keys of the roots in `gone`, with the number of roots derived from each. */
  readonly children: Map<string, number>;
}

function familiesOf(gone: readonly RootRecord[], tops: readonly RootRecord[]): Iterable<Family> {
  const families = new Map<number, Family>();
  for (const record of gone) {
    let family = families.get(record.origin);
    if (family === undefined) {
      family = {gone: [], tops: [], children: new Map()};
      families.set(record.origin, family);
    }
    family.gone.push(record);
    family.children.set(textOf(record), 0);
  }
  for (const record of tops) families.get(record.origin)?.tops.push(record);
  for (const family of families.values()) countChildren(family);
  return families.values();
}

function countChildren({gone, tops, children}: Family): void {
  for (const record of [...gone, ...tops]) {
    const parent = parentOf(record);
    const key = parent === null ? "" : textOf(parent);
    const count = children.get(key);
    if (count !== undefined) children.set(key, count + 1);
  }
}

function hasGoneParent({children}: Family, record: RootRecord): boolean {
  const parent = parentOf(record);
  return parent !== null && children.has(textOf(parent));
}

function isLine({tops, children}: Family): boolean {
  return tops.length === 1 && [...children.values()].every((count) => count === 1);
}

function textOf(root: RootId): string {
  return keyText(rootKey(root));
}

function addDeadLists(storage: Storage, family: Family, nodes: DeadNodes): void {
  for (const record of [...family.gone, ...family.tops]) {
    if (!hasGoneParent(family, record)) continue;
    const list = storage.store.get(deadListKey(record));
    if (list !== null) nodes.addList(list);
  }
}

/** The careful way, for forks and ends of lines. PERF: a walk through the tops for each candidate. */
function addCandidates(storage: Storage, family: Family, nodes: DeadNodes): void {
  const {gone, tops, children} = family;
  const isReached = (ref: NodeRef): boolean => {
    if (tops.length === 0) return false;
    const key = someKeyBelow(storage, ref);
    return tops.some((top) => passes(storage, top.ref, key, ref));
  };
  for (const record of [...gone, ...tops]) {
    if (!hasGoneParent(family, record)) continue;
    const list = storage.store.get(deadListKey(record));
    for (const ref of list === null ? [] : decodeDeadList(list)) if (!isReached(ref)) nodes.add(ref);
  }
  for (const record of gone)
    if (children.get(textOf(record)) === 0) addTree(storage, record.ref, isReached, nodes);
}

/** Adds all nodes of a tree except those reached; what is below a node that is reached is reached as well. */
function addTree(
  storage: Storage,
  top: NodeRef,
  isReached: (ref: NodeRef) => boolean,
  nodes: DeadNodes,
): void {
  const visited = new DeadNodes();
  const open = [top];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (ref === unknownRef || visited.has(ref) || isReached(ref)) continue;
    visited.add(ref);
    nodes.add(ref);
    open.push(...childrenOf(storage.node(ref)));
  }
}

function childrenOf(node: StoredNode): NodeRef[] {
  if (node.kind === "leaf") return [];
  return [node.leaf, node.left, node.right].flatMap((link) => (link === null ? [] : [link.ref]));
}

/** Key of a leaf at or below a node. */
function someKeyBelow(storage: Storage, ref: NodeRef): Uint8Array {
  let node = storage.node(ref);
  while (node.kind === "internal") {
    const link = node.leaf ?? node.left ?? node.right;
    node = storage.node(link?.ref ?? unknownRef);
  }
  return node.key;
}

/** Whether the way from `top` to `key` passes `wanted`. */
function passes(storage: Storage, top: NodeRef, key: Uint8Array, wanted: NodeRef): boolean {
  let depth = 0;
  for (let ref = top; ref !== unknownRef; ) {
    if (ref === wanted) return true;
    const node = storage.node(ref);
    if (node.kind === "leaf") return false;
    depth += node.labelBitLength;
    const next = depth >= bitLength(key) ? node.leaf : getBit(key, depth) ? node.right : node.left;
    ref = next?.ref ?? unknownRef;
  }
  return false;
}
