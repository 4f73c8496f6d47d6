import {expect, test} from "vitest";
import {decodeFrames, SnappyError} from "../../src/snappy/index.ts";
import {mutate, sampleKindNames, sampleKinds, seededRandom} from "./samples.ts";
import {encodeWrites} from "./streams.ts";

const SEED = 20;
const RUNS = 200_000;

test(`${RUNS} changed streams (seed ${SEED}) give bounded blocks or a SnappyError`, () => {
  const random = seededRandom(SEED);
  const streams = sampleKindNames.flatMap((kind) =>
    [3, 30, 200, 700].map((length) => encodeWrites([sampleKinds[kind](random, length)])),
  );
  let refused = 0;
  for (let i = 0; i < RUNS; i++) {
    const stream = mutate(random, streams[i % streams.length] ?? new Uint8Array());
    try {
      for (const block of decodeFrames(stream)) if (block.length > 65536) expect.unreachable();
    } catch (error) {
      if (!(error instanceof SnappyError)) throw error;
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(RUNS / 2);
});
