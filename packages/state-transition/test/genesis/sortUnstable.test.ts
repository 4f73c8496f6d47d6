import {createHash} from "node:crypto";
import {describe, expect, test} from "vitest";
import {sortUnstable} from "../../src/genesis/sortUnstable.ts";

interface Element {
  readonly key: number;
  readonly id: number;
}

/** Random, rising, falling, and rising then falling, all modulo `modulus`. */
const shapes: readonly ((i: number, length: number, random: () => number) => number)[] = [
  (_, __, random) => random(),
  (i) => i,
  (i, length) => length - i,
  (i, length) => (i < Math.floor(length / 2) ? i : length - i),
];

/** Identities of the elements after sorting by descending key. */
function sorted(keys: readonly number[]): number[] {
  const elements: Element[] = keys.map((key, id) => ({key, id}));
  sortUnstable(elements, (a, b) => a.key > b.key);
  return elements.map(({id}) => id);
}

/** A linear congruential generator, the same as in the Go program. */
function generator(): () => number {
  let state = 1n;
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 33n);
  };
}

describe("sorting as Go 1.17 does", () => {
  test("puts equal elements where its sort puts them: recorded from Go", () => {
    const hash = createHash("sha256");
    const random = generator();
    for (const length of [0, 1, 2, 5, 7, 12, 13, 20, 40, 41, 60, 100, 120, 300, 1000]) {
      for (const modulus of [1, 2, 3, 10, 100, 1_000_000]) {
        for (const shape of shapes) {
          const keys = Array.from({length}, (_, i) => shape(i, length, random) % modulus);
          for (const id of sorted(keys)) hash.update(`${id},`);
        }
      }
    }
    expect(hash.digest("hex")).toBe("f667cae2b6b4e858986bd84954427ee00bc1a0c8decc150f7353ed97f202ec30");
  });

  test("sorts what is made to make quick sort slow", () => {
    const keys = adversarialKeys(2000);
    const order = sorted(keys).map((id) => keys[id] ?? 0);
    expect(order).toEqual([...keys].sort((a, b) => b - a));
  });
});

/**
 * Keys decided while they are compared, so that every pivot is nearly the least (McIlroy's antiquicksort): the depth runs
 * out and heap sort takes over.
 */
function adversarialKeys(length: number): number[] {
  const undecided = length;
  const keys = new Array<number>(length).fill(undecided);
  let [decided, candidate] = [0, 0];
  const elements = keys.map((_, id) => ({id}));
  const keyOf = (id: number): number => keys[id] ?? undecided;
  sortUnstable(elements, (a, b) => {
    if (keyOf(a.id) === undecided && keyOf(b.id) === undecided)
      keys[a.id === candidate ? a.id : b.id] = decided++;
    if (keyOf(a.id) === undecided) candidate = a.id;
    else if (keyOf(b.id) === undecided) candidate = b.id;
    return keyOf(a.id) < keyOf(b.id);
  });
  // The order that took long was ascending by these keys, and sorting here is by descending ones.
  return keys.map((key) => -key);
}
