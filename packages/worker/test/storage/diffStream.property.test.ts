import type {LogEntry} from "@oasis-node/mkvs/writeLog";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {diffChunks} from "../../src/storage/diffStream.ts";

const entries = (count: number): LogEntry[] =>
  Array.from({length: count}, (_, i) => ({
    key: Uint8Array.of(i >> 8, i & 255),
    value: Uint8Array.of(i & 255),
  }));
const whole = {offsetKey: null, limit: 0n};
const sizes = (count: number, limit: bigint) =>
  [...diffChunks(entries(count), {...whole, limit})].map(({writeLog}) => writeLog?.length ?? null);

describe("a difference on its way", () => {
  test("comes ten entries at a time, and ends with a chunk that says so", () => {
    expect(sizes(0, 0n)).toEqual([null]);
    expect(sizes(9, 0n)).toEqual([9]);
    expect(sizes(10, 0n)).toEqual([10, null]);
    expect(sizes(25, 0n)).toEqual([10, 10, 5]);
    expect([...diffChunks(entries(25), whole)].map(({final}) => final)).toEqual([false, false, true]);
  });

  test("is cut off by the limit, which lets one more through where it fills a chunk", () => {
    expect(sizes(25, 5n)).toEqual([5]);
    expect(sizes(25, 12n)).toEqual([10, 2]);
    expect(sizes(25, 10n)).toEqual([10, 1]);
    expect([...diffChunks(entries(25), {...whole, limit: 5n})].map(({final}) => final)).toEqual([false]);
  });

  test("an offset that is not there leaves nothing", () => {
    const chunks = [...diffChunks(entries(5), {offsetKey: Uint8Array.of(9, 9), limit: 0n})];
    expect(chunks).toEqual([{final: true, writeLog: null}]);
  });

  test("can be had in parts, each from after the last key of the one before", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({min: 1, max: 25}), (count, limit) => {
        const all = entries(count);
        const got: LogEntry[] = [];
        let offsetKey: Uint8Array | null = null;
        for (let final = false; !final; ) {
          const part = [...diffChunks(all, {offsetKey, limit: BigInt(limit)})];
          got.push(...part.flatMap(({writeLog}) => writeLog ?? []));
          final = part.at(-1)?.final ?? false;
          offsetKey = got.at(-1)?.key ?? null;
        }
        expect(got).toEqual(all);
      }),
      {seed: 15, numRuns: 200},
    );
  });
});
