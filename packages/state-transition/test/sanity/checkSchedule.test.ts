import {asHeight} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {CheckSchedule} from "../../src/sanity/checkSchedule.ts";
import {SanityError} from "../../src/sanity/index.ts";

/** Heights from 1 to 40 at which a check is due, when the drawn number is always the same. */
function dueHeights(interval: bigint, drawn: number): number[] {
  const random = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    bytes[length - 1] = drawn;
    return bytes;
  };
  const schedule = new CheckSchedule(interval, random);
  const heights = Array.from({length: 40}, (_, index) => index + 1);
  return heights.filter((height) => schedule.isDue(asHeight(BigInt(height))));
}

describe("the blocks that are checked", () => {
  test("are one in each interval, where the dice fall", () => {
    expect(dueHeights(10n, 0)).toEqual([10, 20, 30, 40]);
    expect(dueHeights(10n, 3)).toEqual([13, 23, 33]);
    expect(dueHeights(10n, 13)).toEqual([13, 23, 33]);
  });

  test("are all of them for an interval of one", () => {
    expect(dueHeights(1n, 5)).toHaveLength(40);
  });

  test("lie ahead when the node starts within an interval", () => {
    const schedule = new CheckSchedule(10n, (length) => new Uint8Array(length).fill(0xff));
    const due = [17n, 18n, 19n].filter((height) => schedule.isDue(asHeight(height)));
    expect(due).toHaveLength(1);
  });

  test("need an interval", () => {
    expect(() => new CheckSchedule(0n, (length) => new Uint8Array(length))).toThrow(SanityError);
  });
});
