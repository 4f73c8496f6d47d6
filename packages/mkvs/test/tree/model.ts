import {BytesMap, compare, utf8} from "@oasis-node/primitives/bytes";
import {emptyHash, type Hash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import fc from "fast-check";
import {
  bitLength,
  getBit,
  InternalNode,
  LeafNode,
  NodeHasher,
  Pointer,
  rootTypes,
  sliceBits,
} from "../../src/node/index.ts";
import {type Item, type KeyValueIterator, type KeyValueTree, Tree} from "../../src/tree/index.ts";

/** Runs of the property tests start from here, so that a failure can be repeated. */
export const seed = 20_26_11;

export const zeroNamespace = new Uint8Array(32) as Namespace;

export type Entry = readonly [key: Uint8Array, value: Uint8Array];

export type Operation =
  | {readonly op: "insert"; readonly key: Uint8Array; readonly value: Uint8Array}
  | {readonly op: "remove" | "removeExisting" | "get"; readonly key: Uint8Array};

/** Few different bytes, so that keys share prefixes and are hit again; now and then a long common part. */
export const anyKey: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 30), fc.array(fc.constantFrom(0, 1, 0x80, 0xff, 0x55), {maxLength: 5}))
  .map(([shared, tail]) => Uint8Array.of(...Array<number>(shared).fill(0xaa), ...tail));

export const anyValue: fc.Arbitrary<Uint8Array> = fc.uint8Array({maxLength: 4});

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  {weight: 4, arbitrary: fc.record({op: fc.constant("insert" as const), key: anyKey, value: anyValue})},
  {
    weight: 3,
    arbitrary: fc.record({op: fc.constantFrom("remove", "removeExisting", "get" as const), key: anyKey}),
  },
);

export const anyOperations: fc.Arbitrary<Operation[]> = fc.array(anyOperation, {maxLength: 60});

/** What a key-value tree is, said with a map. */
export class Model {
  readonly #values: BytesMap<Uint8Array, Uint8Array>;

  constructor(entries: Iterable<Entry> = []) {
    this.#values = new BytesMap(entries);
  }

  apply(operation: Operation): Uint8Array | null {
    const before = this.#values.get(operation.key) ?? null;
    if (operation.op === "insert") this.#values.set(operation.key, operation.value);
    else if (operation.op !== "get") this.#values.delete(operation.key);
    return before;
  }

  entries(from: Uint8Array = new Uint8Array()): Entry[] {
    return [...this.#values].filter(([key]) => compare(key, from) >= 0).sort(([a], [b]) => compare(a, b));
  }

  copy(): Model {
    return new Model(this.#values);
  }
}

/** Does the operation on a tree; the result is what it returned, `undefined` for nothing. */
export function applyTo(tree: KeyValueTree, operation: Operation): Uint8Array | null | undefined {
  if (operation.op === "insert") tree.insert(operation.key, operation.value);
  else if (operation.op === "remove") tree.remove(operation.key);
  else return tree[operation.op](operation.key);
  return undefined;
}

export function treeOf(entries: Iterable<Entry>): Tree {
  const tree = Tree.create({rootType: rootTypes.state});
  for (const [key, value] of entries) tree.insert(key, value);
  return tree;
}

export function entriesOf(iterator: KeyValueIterator, from: Uint8Array = new Uint8Array()): Entry[] {
  const entries: Entry[] = [];
  for (let item: Item | null = iterator.seek(from); item !== null; item = iterator.next())
    entries.push([item.key, item.value]);
  return entries;
}

/** Root hash by the recursive definition of primitives-mkvs §4.3, straight from the set of keys. */
export function definedRoot(entries: readonly Entry[]): Hash {
  return definedPointer(entries, 0, new NodeHasher())?.hash ?? emptyHash;
}

function definedPointer(entries: readonly Entry[], depth: number, hasher: NodeHasher): Pointer | null {
  const [first, ...others] = entries;
  if (first === undefined) return null;
  const [key, value] = first;
  if (others.length === 0) return Pointer.toLoaded(new LeafNode(key, value, hasher.leaf({key, value})));
  const shortest = Math.min(...entries.map(([each]) => bitLength(each)));
  let end = depth;
  while (end < shortest && entries.every(([each]) => getBit(each, end) === getBit(key, end))) end++;
  const below = (wanted: (each: Uint8Array) => boolean): Pointer | null =>
    definedPointer(
      entries.filter(([each]) => wanted(each)),
      end,
      hasher,
    );
  const children = {
    leaf: below((each) => bitLength(each) === end),
    left: below((each) => bitLength(each) > end && !getBit(each, end)),
    right: below((each) => bitLength(each) > end && getBit(each, end)),
  };
  const parts = {label: sliceBits(key, depth, end - depth), labelBitLength: end - depth, ...children};
  return Pointer.toLoaded(
    new InternalNode(parts.label, parts.labelBitLength, children, hasher.internal(parts)),
  );
}

/** "key 0" → "value 0" and so on. */
export function numberedEntries(count: number): Entry[] {
  return Array.from({length: count}, (_, i) => [utf8(`key ${i}`), utf8(`value ${i}`)] as const);
}
