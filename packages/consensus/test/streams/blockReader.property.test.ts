import {asHeight} from "@oasis-node/primitives/epoch";
import fc from "fast-check";
import {expect, test} from "vitest";
import {EngineError} from "../../src/engine/index.ts";
import {BlockReader} from "../../src/streams/blockReader.ts";
import {maxWaitingBlocks} from "../../src/streams/index.ts";

const step = fc.oneof(
  {weight: 3, arbitrary: fc.record({push: fc.array(fc.nat(9), {maxLength: 5})})},
  {weight: 2, arbitrary: fc.record({read: fc.nat(12)})},
);

test("whatever the pace, items come in order and whole, or the reader is told that it is too slow", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, {maxLength: 400}), async (steps) => {
      const reader = new BlockReader<number>(
        asHeight(0n),
        (item) => item % 3 !== 0,
        () => {},
      );
      const batches: number[][] = [];
      for (const one of steps) {
        if ("push" in one) {
          const wanted = one.push.filter((item) => item % 3 !== 0);
          const isTooSlow = wanted.length > 0 && batches.length === maxWaitingBlocks;
          expect(reader.push(one.push)).toBe(!isTooSlow);
          if (isTooSlow) {
            await expect(reader.next()).rejects.toBeInstanceOf(EngineError);
            return;
          }
          if (wanted.length > 0) batches.push(wanted);
        } else {
          for (let i = 0; i < one.read && batches.length > 0; i++) {
            expect((await reader.next()).value).toBe(batches[0]?.shift());
            if (batches[0]?.length === 0) batches.shift();
          }
        }
      }
      reader.end({error: null});
      for (const item of batches.flat()) expect((await reader.next()).value).toBe(item);
      expect((await reader.next()).done).toBe(true);
    }),
    {seed: 7, numRuns: 60},
  );
});
