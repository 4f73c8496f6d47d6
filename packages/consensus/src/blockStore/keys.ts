import {concat} from "@oasis-node/primitives/bytes";

/**
 * First bytes of the keys; the second part of most is a height, big-endian, so that they stand in order. Blocks and their results
 * come last and side by side: what is always added at the end fills the pages of the database.
 */
const prefixes = {
  genesis: 0x01,
  top: 0x02,
  pattern: 0x03,
  validators: 0x10,
  pendingEvidence: 0x20,
  committedEvidence: 0x21,
  block: 0x30,
} as const;

export const genesisKey = Uint8Array.of(prefixes.genesis);
export const topKey = Uint8Array.of(prefixes.top);
/** A block that all smaller ones are packed like. */
export const patternKey = Uint8Array.of(prefixes.pattern);

export type HeightKind = Exclude<keyof typeof prefixes, "genesis" | "top" | "pattern">;

/** Key of what is kept for a height; also the lower end of all that is kept from it on. */
export function heightKey(kind: HeightKind, height: bigint): Uint8Array {
  const key = new Uint8Array(9);
  const view = new DataView(key.buffer);
  view.setUint8(0, prefixes[kind]);
  view.setBigUint64(1, height);
  return key;
}

/** Key of the results of a block, next to the block itself. */
export function resultsKey(height: bigint): Uint8Array {
  return concat(heightKey("block", height), Uint8Array.of(1));
}

/** Key of a piece of evidence: its height, then its hash. */
export function evidenceKey(
  kind: "pendingEvidence" | "committedEvidence",
  height: bigint,
  hash: Uint8Array,
): Uint8Array {
  return concat(heightKey(kind, height), hash);
}

/** After all keys of the kind. */
export function endKey(kind: HeightKind): Uint8Array {
  return Uint8Array.of(prefixes[kind] + 1);
}
