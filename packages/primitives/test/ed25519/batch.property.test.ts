import {type SignedMessage, verify, verifyBatch} from "@oasis-node/primitives/ed25519";
import fc from "fast-check";
import {expect, test} from "vitest";
import {byteStream, hex, signHonestly, signWithTorsion, spoiled, torsionPoints} from "./support.ts";

const random = byteStream("batch");
const [, torsion] = torsionPoints();
if (torsion === undefined) throw new RangeError("no torsion points");

/** Valid plainly, valid with torsion, wrong s, s ≥ L, small-order key, not a point. */
const honest = signHonestly(random);
const kinds: readonly SignedMessage[] = [
  honest,
  signHonestly(random),
  signWithTorsion(random, torsion, torsion),
  spoiled(honest, 300),
  spoiled(honest, 511),
  {...honest, publicKey: hex(`01${"00".repeat(31)}`)},
  {...honest, publicKey: hex(`02${"00".repeat(31)}`)},
];

test("a batch is valid exactly when it has entries and each of them is valid alone", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({max: kinds.length * 3}), {maxLength: 12}), (picks) => {
      // The first kinds are picked more often: most batches of a node are valid.
      const entries = picks.map((pick) => kinds[pick < kinds.length ? pick : pick % 3] ?? honest);
      const single = entries.map(({publicKey, message, signature}) => verify(publicKey, message, signature));
      expect(verifyBatch(entries)).toBe(entries.length > 0 && single.every(Boolean));
    }),
    {seed: 20211219, numRuns: 200},
  );
});

test("an empty batch is not valid", () => {
  expect(verifyBatch([])).toBe(false);
});
