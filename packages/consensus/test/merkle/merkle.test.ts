import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {
  checkProof,
  hashSize,
  MerkleError,
  makeProofs,
  merkleRoot,
  verifyProof,
} from "../../src/merkle/index.ts";

/** The examples of Certificate Transparency. */
describe("known roots", () => {
  test.each([
    [[], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [[""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
    [["L123456"], "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"],
  ])("of %o", (leaves, root) => {
    expect(toHex(merkleRoot(leaves.map(utf8)))).toBe(root);
    expect(toHex(makeProofs(leaves.map(utf8)).root)).toBe(root);
  });
});

describe("a proof", () => {
  const leaves = ["a", "b", "c"].map(utf8);
  const {root, proofs} = makeProofs(leaves);
  const [proof] = proofs;
  const [leaf] = leaves;
  if (proof === undefined || leaf === undefined) throw new MerkleError("invalidProof", "no proof");

  test.each([
    ["negative Total", {total: -1n}],
    ["negative Index", {index: -1n}],
    [`expected LeafHash size to be ${hashSize}, got 1`, {leafHash: new Uint8Array(1)}],
    ["expected no more than 100 aunts, got 101", {aunts: Array<Uint8Array>(101).fill(root)}],
    [`expected Aunts#1 size to be ${hashSize}, got 31`, {aunts: [root, root.subarray(1)]}],
  ])("cannot be: %s", (text, change) => {
    expect(() => checkProof({...proof, ...change})).toThrow(text);
  });

  test.each([
    ["proof total must be positive", {total: -1n}],
    ["proof index cannot be negative", {index: -1n}],
    ["invalid leaf hash", {leafHash: root}],
    ["invalid root hash", {index: 3n}],
    ["invalid root hash", {index: 2n}],
    ["invalid root hash", {total: 2n}],
    ["invalid root hash", {total: 0n}],
    ["invalid root hash", {total: 2n ** 63n - 1n}],
    ["invalid root hash", {aunts: []}],
  ])("is refused: %s for %o", (text, change) => {
    expect(() => verifyProof({...proof, ...change}, root, leaf)).toThrow(text);
  });
});
