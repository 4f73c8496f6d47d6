import {createHash} from "node:crypto";
import fc from "fast-check";
import {expect, test} from "vitest";
import {checkProof, MerkleError, makeProofs, merkleRoot, verifyProof} from "../../src/merkle/index.ts";

const lists = fc.array(fc.uint8Array({maxLength: 8}), {maxLength: 40});
const options = {seed: 7, numRuns: 300};

/** The definition in RFC 6962 §2.1. */
function defined(leaves: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  const [first] = leaves;
  if (first === undefined) return hash.digest();
  if (leaves.length === 1) return hash.update(Uint8Array.of(0)).update(first).digest();
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return hash
    .update(Uint8Array.of(1))
    .update(defined(leaves.slice(0, half)))
    .update(defined(leaves.slice(half)))
    .digest();
}

test("the root is the one of the definition", () => {
  fc.assert(
    fc.property(lists, (leaves) => {
      expect(merkleRoot(leaves)).toEqual(new Uint8Array(defined(leaves)));
    }),
    options,
  );
});

test("every item has a proof, which shows no other item and no other tree", () => {
  fc.assert(
    fc.property(lists, fc.uint8Array({minLength: 9, maxLength: 9}), (leaves, stranger) => {
      const {root, proofs} = makeProofs(leaves);
      expect(root).toEqual(merkleRoot(leaves));
      for (const [i, proof] of proofs.entries()) {
        checkProof(proof);
        verifyProof(proof, root, leaves[i] ?? stranger);
        expect(() => verifyProof(proof, root, stranger)).toThrow(MerkleError);
        expect(() => verifyProof(proof, merkleRoot([...leaves, stranger]), leaves[i] ?? stranger)).toThrow(
          MerkleError,
        );
      }
    }),
    options,
  );
});
