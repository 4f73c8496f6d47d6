import {describe, expect, test} from "vitest";
import {pack, unpack} from "../../src/blockStore/packing.ts";
import {EngineError} from "../../src/engine/index.ts";

/** Bytes that do not get smaller by themselves, always the same for a seed. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({length}, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  });
}

/** The pattern with other bytes in one place. */
function like(pattern: Uint8Array, at: number, other: Uint8Array): Uint8Array {
  const record = pattern.slice();
  record.set(other, at);
  return record;
}

const pattern = noise(700, 1);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineError) return error.code;
  }
  return "";
}

describe("packed records", () => {
  const records: readonly (readonly [string, Uint8Array])[] = [
    ["an empty one", new Uint8Array()],
    ["one like the pattern", like(pattern, 100, noise(64, 2))],
    ["another one", noise(900, 3)],
    ["the longest that is packed", noise(4096, 4)],
    ["a longer one", noise(4097, 5)],
    ["one that would get very small", new Uint8Array(100_000)],
  ];

  test.each(records)("%s comes back as it was", (_, record) => {
    for (const beside of [pattern, null])
      expect(Array.from(unpack(pack(record, beside), beside))).toEqual(Array.from(record));
  });

  test("what is like the pattern takes little more than what differs", () => {
    const record = like(like(pattern, 100, noise(64, 2)), 400, noise(32, 3));
    expect(pack(record, pattern).length).toBeLessThan(64 + 32 + 40);
  });

  test("damaged ones are told", () => {
    const packed = pack(like(pattern, 100, noise(64, 2)), pattern);
    expect(codeOf(() => unpack(packed.subarray(0, 20), pattern))).toBe("badStore");
    expect(codeOf(() => unpack(packed, null))).toBe("badStore");
    expect(codeOf(() => unpack(new Uint8Array(), pattern))).toBe("badStore");
    expect(codeOf(() => unpack(Uint8Array.of(7, 1, 2), pattern))).toBe("badStore");
  });
});
