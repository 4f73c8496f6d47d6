import {innerHash, leafHash, sha256} from "./merkleHash.ts";

/** Root of the Merkle tree over a list, 32 bytes; of an empty list the hash of nothing (RFC 6962 §2.1). */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves.map(leafHash);
  // Joining neighbours level by level gives the same tree as splitting at the largest power of two.
  while (level.length > 1) level = joinNeighbours(level);
  return level[0] ?? sha256(new Uint8Array());
}

function joinNeighbours(hashes: readonly Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  for (let i = 0; i < hashes.length; i += 2) {
    const [left, right] = [hashes[i], hashes[i + 1]];
    if (left !== undefined) joined.push(right === undefined ? left : innerHash(left, right));
  }
  return joined;
}
