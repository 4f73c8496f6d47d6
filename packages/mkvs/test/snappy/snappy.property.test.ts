import {concat} from "@oasis-node/primitives/bytes";
import fc from "fast-check";
import {expect, test} from "vitest";
import {sampleKindNames, sampleKinds, seededRandom} from "./samples.ts";
import {decodeAll, encodeWrites} from "./streams.ts";

const write = fc.record({
  kind: fc.constantFrom(...sampleKindNames),
  seed: fc.nat(),
  length: fc.oneof(fc.nat(200), fc.nat(5000), fc.constantFrom(65535, 65536, 65537, 140_000)),
});

test("any sequence of writes reads back as its concatenation", () => {
  fc.assert(
    fc.property(fc.array(write, {maxLength: 6}), (writes) => {
      const parts = writes.map(({kind, seed, length}) => sampleKinds[kind](seededRandom(seed), length));
      expect(Buffer.compare(decodeAll(encodeWrites(parts)), concat(...parts))).toBe(0);
    }),
    {numRuns: 150, seed: 1},
  );
});
