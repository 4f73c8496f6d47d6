import {equal, toHex} from "@oasis-node/primitives/bytes";
import {bytes, int64, message, type ProtoValue, repeatedBytes} from "../protobuf/index.ts";
import {MerkleError} from "./merkleError.ts";
import {hashSize, innerHash, leafHash, sha256, splitPoint} from "./merkleHash.ts";

/** Aunts in a proof at most. */
const maxAunts = 100;

/** Shows that a leaf is in a tree: its place, and the hashes beside its way to the root, from the leaf upwards. */
export const Proof = message("crypto.Proof", {
  /** Leaves of the tree. */
  total: int64(1),
  index: int64(2),
  leafHash: bytes(3),
  aunts: repeatedBytes(4),
});
export type Proof = ProtoValue<typeof Proof>;

/** The root of a list, and for each item a proof that it is there. */
export function makeProofs(leaves: readonly Uint8Array[]): {
  readonly root: Uint8Array;
  readonly proofs: readonly Proof[];
} {
  const hashes = leaves.map(leafHash);
  const aunts: Uint8Array[][] = hashes.map(() => []);
  const root = collectAunts(hashes, aunts);
  const total = BigInt(hashes.length);
  const proofs = hashes.map((hash, i) => ({
    total,
    index: BigInt(i),
    leafHash: hash,
    aunts: aunts[i] ?? [],
  }));
  return {root, proofs};
}

/** Checks the form of a proof. Throws `MerkleError` `invalidProof`. */
export function checkProof({total, index, leafHash, aunts}: Proof): void {
  if (total < 0n) throw invalid("negative Total");
  if (index < 0n) throw invalid("negative Index");
  if (leafHash.length !== hashSize) {
    throw invalid(`expected LeafHash size to be ${hashSize}, got ${leafHash.length}`);
  }
  if (aunts.length > maxAunts) throw invalid(`expected no more than ${maxAunts} aunts, got ${aunts.length}`);
  for (const [i, aunt] of aunts.entries()) {
    if (aunt.length !== hashSize) {
      throw invalid(`expected Aunts#${i} size to be ${hashSize}, got ${aunt.length}`);
    }
  }
}

/** Checks that the leaf is in the tree with that root. Throws `MerkleError`. */
export function verifyProof(proof: Proof, root: Uint8Array, leaf: Uint8Array): void {
  if (proof.total < 0n) throw invalid("proof total must be positive");
  if (proof.index < 0n) throw invalid("proof index cannot be negative");
  const expected = leafHash(leaf);
  if (!equal(proof.leafHash, expected)) {
    throw new MerkleError(
      "wrongLeaf",
      `invalid leaf hash: wanted ${upper(expected)} got ${upper(proof.leafHash)}`,
    );
  }
  const computed = rootOf(proof);
  if (!equal(computed, root)) {
    throw new MerkleError("wrongRoot", `invalid root hash: wanted ${upper(root)} got ${upper(computed)}`);
  }
}

/** Root of the tree of a proof; empty bytes if the number of aunts is not that of the place. */
function rootOf({total, index, leafHash, aunts}: Proof): Uint8Array {
  const sides = sidesFromLeaf(index, total);
  if (sides === null || sides.length !== aunts.length) return new Uint8Array();
  return aunts.reduce(
    (hash, aunt, i) => (sides[i] === "left" ? innerHash(hash, aunt) : innerHash(aunt, hash)),
    leafHash,
  );
}

/** On which side of each of its parents the way from a leaf to the root comes up; `null` for no such leaf. */
function sidesFromLeaf(index: bigint, total: bigint): ("left" | "right")[] | null {
  if (index >= total) return null;
  const sides: ("left" | "right")[] = [];
  let [place, count] = [index, total];
  while (count > 1n) {
    const split = splitPoint(count);
    sides.push(place < split ? "left" : "right");
    [place, count] = place < split ? [place, split] : [place - split, count - split];
  }
  return sides.reverse();
}

/** Root of the hashes; appends to the aunts of each. */
function collectAunts(hashes: readonly Uint8Array[], aunts: readonly Uint8Array[][]): Uint8Array {
  const [only] = hashes;
  if (only === undefined) return sha256(new Uint8Array());
  if (hashes.length === 1) return only;
  const split = Number(splitPoint(BigInt(hashes.length)));
  const left = collectAunts(hashes.slice(0, split), aunts.slice(0, split));
  const right = collectAunts(hashes.slice(split), aunts.slice(split));
  for (const [i, list] of aunts.entries()) list.push(i < split ? right : left);
  return innerHash(left, right);
}

function invalid(text: string): MerkleError {
  return new MerkleError("invalidProof", text);
}

function upper(hash: Uint8Array): string {
  return toHex(hash).toUpperCase();
}
