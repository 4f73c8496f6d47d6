import {type SignedMessage, verify} from "@oasis-node/primitives/ed25519";
import {describe, expect, test} from "vitest";
import {byteStream, oracle, signHonestly, signWithTorsion, spoiled, torsionPoints} from "./support.ts";

const run = ({publicKey, message, signature}: SignedMessage): boolean =>
  verify(publicKey, message, signature);

describe("whatever comes in", () => {
  test("200 000 random signatures: no throw, none valid", () => {
    const random = byteStream("random signatures");
    const {publicKey, message} = signHonestly(random);
    const pool = random(1 << 16);
    let valid = 0;
    for (let i = 0; i < 200_000; i++) {
      // Fifteen of sixteen fail by s ≥ L; the top byte makes that all but one in 256.
      const at = (i * 61) % (pool.length - 64);
      const signature = pool.slice(at, at + 64);
      if (i % 256 !== 0) signature[63] = (signature[63] ?? 0) | 0x20;
      if (run({publicKey, message, signature})) valid++;
    }
    expect(valid).toBe(0);
  });

  test("4 000 valid signatures with one bit turned somewhere: no throw, none valid", () => {
    const random = byteStream("one bit");
    const [, torsion] = torsionPoints();
    if (torsion === undefined) throw new RangeError("no torsion points");
    const plain = signHonestly(random);
    const mixed = signWithTorsion(random, torsion, torsion);
    for (let i = 0; i < 4_000; i++) {
      const one = i % 2 === 0 ? plain : mixed;
      const bit = (i >> 1) % (32 * 8 + 64 * 8 + 32 * 8);
      expect(run(withBitTurned(one, bit)), `bit ${bit}`).toBe(false);
    }
  });

  test("600 mutations are judged as by another implementation", () => {
    const random = byteStream("oracle");
    const torsion = torsionPoints();
    for (let i = 0; i < 600; i++) {
      const part = torsion[i % 8];
      const other = torsion[(i >> 3) % 8];
      if (part === undefined || other === undefined) throw new RangeError("no torsion points");
      const valid = i % 4 === 0 ? signHonestly(random, i % 70) : signWithTorsion(random, part, other);
      const one = i % 3 === 0 ? valid : withBitTurned(valid, ((random(1)[0] ?? 0) * 4) % (96 * 8));
      expect(run(one), `case ${i}`).toBe(oracle(one));
    }
  });
});

/** Bits of the key, then of the signature, then of the message. */
function withBitTurned(one: SignedMessage, bit: number): SignedMessage {
  if (bit >= 32 * 8 && bit < 96 * 8) return spoiled(one, bit - 32 * 8);
  const {publicKey, message, signature} = one;
  if (bit < 32 * 8) return {publicKey: turned(publicKey, bit), message, signature};
  return {publicKey, message: turned(message, bit - 96 * 8), signature};
}

function turned(bytes: Uint8Array, bit: number): Uint8Array {
  const other = bytes.slice();
  other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return other;
}
