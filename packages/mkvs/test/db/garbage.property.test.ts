import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {isEmptyHash} from "@oasis-node/primitives/hash";
import {expect, test} from "vitest";
import {hasSlot} from "../../src/db/deadNodes.ts";
import {type NodeDb, openNodeDb} from "../../src/db/index.ts";
import {afterDeadSlotsKey, afterPagesKey, deadSlotsKey, pageKey, pageOfKey} from "../../src/db/keys.ts";
import {MemoryStore} from "../../src/db/memoryStore.ts";
import {isLive, slotCount} from "../../src/db/page.ts";
import {type Pointer, type Root, rootTypes} from "../../src/node/index.ts";
import {Tree} from "../../src/tree/index.ts";
import {namespace, randomNumbers, sorted, text} from "./fixtures.ts";

/*
 * Random histories – forks, chains within a version, open versions ahead, discarded roots, equal roots made in different
 * ways, pruning up to and including the last version – against a model that knows the content of every root. After each
 * step every surviving root must be readable and right, and the pages must hold exactly the nodes some root reaches, once
 * the room of pruned versions has been given back.
 */

interface ModelRoot {
  readonly root: Root;
  readonly items: Readonly<Record<string, string>>;
  readonly parent: ModelRoot | null;
  /** A tree in memory that is at this root, to go on from as well as from the database. */
  readonly tree: Tree;
}

class Model {
  readonly store: MemoryStore;
  readonly db: NodeDb;
  roots: ModelRoot[] = [];
  latest = 0n;
  earliest = 0n;
  /** Whether the room of pruned versions is still to be given back. */
  waiting = false;
  readonly #random: (below: number) => number;

  constructor(db: NodeDb, store: MemoryStore, random: (below: number) => number) {
    this.db = db;
    this.store = store;
    this.#random = random;
  }

  async commitSome(): Promise<void> {
    const candidates = this.roots.filter(({root}) => root.version + 1n > this.latest);
    const parent = this.#random(8) === 0 ? null : (this.#pick(candidates) ?? null);
    const oldest =
      parent === null || parent.root.version <= this.latest ? this.latest + 1n : parent.root.version;
    const version =
      parent !== null && parent.root.version >= oldest && this.#random(2) === 0 ? oldest + 1n : oldest;
    if (parent !== null && version > parent.root.version + 1n) return;
    const type = parent?.root.type ?? (this.#random(2) === 0 ? rootTypes.state : rootTypes.io);
    const tree = this.#treeAt(parent, type);
    const items = {...parent?.items};
    for (let changes = this.#random(6); changes > 0; changes--) this.#change(tree, items);
    const {hash} = await tree.commit(namespace, version);
    const root: Root = {namespace, version, type, hash};
    // A second commit of a root links nothing: the first one decides what it is derived from.
    if (this.roots.some((other) => sameRoot(other.root, root))) return;
    this.roots.push({
      root,
      items,
      parent: parent !== null && isEmptyHash(parent.root.hash) ? null : parent,
      tree,
    });
  }

  async finalizeNext(): Promise<void> {
    const version = this.latest + 1n;
    const open = this.roots.filter(({root}) => root.version === version);
    const chosen = open.filter(() => this.#random(3) > 0);
    if (chosen.length === 0) return;
    await this.db.finalize(chosen.map(({root}) => root));
    const final = chosenWithParents(chosen, version);
    const kept = new Set(this.roots.filter(({root}) => root.version <= this.latest).concat([...final]));
    for (const root of this.roots)
      if (root.root.version > version && (root.parent === null || kept.has(root.parent))) kept.add(root);
    this.roots = this.roots.filter((root) => kept.has(root));
    if (this.latest === 0n) this.earliest = version;
    this.latest = version;
  }

  async pruneSome(): Promise<void> {
    if (this.latest === 0n || this.earliest > this.latest) return;
    const to = this.earliest + 1n + BigInt(this.#random(Number(this.latest - this.earliest) + 1));
    this.waiting = to === this.earliest + 1n && this.#random(2) === 0;
    if (this.waiting) await this.db.prune(this.earliest);
    else await this.db.pruneTo(to);
    this.earliest = to;
    this.roots = this.roots.filter(({root}) => root.version >= to);
  }

  /** Reads everything, and compares what is stored with what is reached. */
  check(): void {
    const reached = new Set<number>();
    for (const {root, items} of this.roots) {
      expect(this.db.hasRoot(root)).toBe(true);
      const found: Record<string, string> = {};
      this.#walk(root, this.db.rootPointer(root), found, reached);
      expect(sorted(found)).toEqual(sorted(items));
    }
    if (this.waiting) expect(storedNodes(this.store)).toBeGreaterThanOrEqual(reached.size);
    else expect(storedNodes(this.store)).toBe(reached.size);
  }

  #walk(root: Root, pointer: Pointer | null, found: Record<string, string>, reached: Set<number>): void {
    if (pointer === null) return;
    const node = this.db.getNode(root, pointer);
    reached.add(Number(pointer.dbRef));
    if (node.kind === "leaf") found[text(node.key)] = text(node.value);
    else for (const child of [node.leaf, node.left, node.right]) this.#walk(root, child, found, reached);
  }

  #treeAt(parent: ModelRoot | null, type: number): Tree {
    const {db} = this;
    if (parent === null) return Tree.create({db, rootType: type});
    if (this.#random(2) === 0 && sameRoot(parent.tree.root, parent.root)) return parent.tree;
    return Tree.open({db, root: parent.root});
  }

  #change(tree: Tree, items: Record<string, string>): void {
    const key = "k".repeat(this.#random(3)) + this.#random(12);
    if (this.#random(3) === 0) {
      tree.remove(utf8(key));
      delete items[key];
    } else {
      const value = `${this.#random(4)}`;
      tree.insert(utf8(key), utf8(value));
      items[key] = value;
    }
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from.length === 0 ? undefined : from[this.#random(from.length)];
  }
}

function* chosenWithParents(chosen: readonly ModelRoot[], version: bigint): Generator<ModelRoot> {
  for (const start of chosen)
    for (
      let root: ModelRoot | null = start;
      root !== null && root.root.version === version;
      root = root.parent
    )
      yield root;
}

function sameRoot(a: Root, b: Root): boolean {
  return a.version === b.version && a.type === b.type && toHex(a.hash) === toHex(b.hash);
}

/** Nodes in pages that are neither removed nor noted as dead. */
function storedNodes(store: MemoryStore): number {
  const dead = new Map<number, Uint8Array>();
  for (const [key, slots] of store.range(deadSlotsKey(0), afterDeadSlotsKey)) dead.set(pageOfKey(key), slots);
  let count = 0;
  for (const [key, page] of store.range(pageKey(0), afterPagesKey)) {
    const slots = dead.get(pageOfKey(key)) ?? new Uint8Array();
    for (let slot = 0; slot < slotCount(page); slot++)
      if (isLive(page, slot) && !hasSlot(slots, slot)) count++;
  }
  return count;
}

for (let seed = 0; seed < 60; seed++)
  test(`a random history leaves exactly what is reachable (seed ${seed})`, async () => {
    const random = randomNumbers(`history ${seed}`);
    const store = new MemoryStore();
    const db = await openNodeDb(store, {namespace, cacheSize: 1 << 16});
    const model = new Model(db, store, random);
    for (let step = 0; step < 120; step++) {
      const choice = random(10);
      if (choice < 6) await model.commitSome();
      else if (choice < 9) await model.finalizeNext();
      else await model.pruneSome();
      await db.sync();
      model.check();
    }
  });
