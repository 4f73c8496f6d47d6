import {u64} from "@oasis-node/primitives/cbor";
import {keyFormat, keyU8} from "@oasis-node/primitives/keyFormat";
import {describe, expect, test} from "vitest";
import {
  hasStored,
  readRequired,
  readValue,
  StateError,
  storedEntries,
  writeValue,
} from "../../src/storedValue/index.ts";
import {emptyState} from "../appContext.ts";

const format = keyFormat(0x42, keyU8, keyU8);
const key = format.encode(1, 2);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof StateError ? error.code : "other";
  }
  return "none";
}

describe("a stored value", () => {
  test("is read as it was written", () => {
    const tree = emptyState();
    writeValue(tree, key, u64, 7n);
    expect(readValue(tree, key, u64)).toBe(7n);
  });

  test("is null when there is none, or missing where it must be", () => {
    expect(readValue(emptyState(), key, u64)).toBeNull();
    expect(codeOf(() => readRequired(emptyState(), key, u64))).toBe("missing");
  });

  test("that does not decode is corrupted", () => {
    const tree = emptyState();
    tree.insert(key, new Uint8Array([0xff]));
    expect(codeOf(() => readValue(tree, key, u64))).toBe("corrupted");
  });
});

describe("stored entries", () => {
  const tree = emptyState();
  for (const [a, b] of [
    [2, 1],
    [1, 9],
    [1, 3],
    [0, 5],
  ] as const)
    writeValue(tree, format.encode(a, b), u64, 0n);
  tree.insert(new Uint8Array([0x41, 0, 0]), new Uint8Array());
  tree.insert(new Uint8Array([0x43, 0, 0]), new Uint8Array());

  test("come in the order of their keys, those of the format only", () => {
    expect(storedEntries(tree, format).map(({parts}) => parts)).toEqual([
      [0, 5],
      [1, 3],
      [1, 9],
      [2, 1],
    ]);
  });

  test("can be those with the same first parts", () => {
    expect(storedEntries(tree, format, 1).map(({parts}) => parts)).toEqual([
      [1, 3],
      [1, 9],
    ]);
    expect([hasStored(tree, format, 1), hasStored(tree, format, 3)]).toEqual([true, false]);
  });

  test("may be removed while they are gone through", () => {
    const other = emptyState();
    for (const part of [1, 2, 3]) writeValue(other, format.encode(0, part), u64, 0n);
    for (const entry of storedEntries(other, format)) other.remove(entry.key);
    expect(storedEntries(other, format)).toEqual([]);
  });
});
