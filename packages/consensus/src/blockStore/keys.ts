import {concat} from "@oasis-node/primitives/bytes";

/** First bytes of the keys; the second part of most is a height, big-endian, so that they stand in order. */
const prefixes = {
  genesis: 0x01,
  top: 0x02,
  block: 0x10,
  record: 0x11,
  results: 0x12,
  validators: 0x13,
  pendingEvidence: 0x20,
  committedEvidence: 0x21,
} as const;

export const genesisKey = Uint8Array.of(prefixes.genesis);
export const topKey = Uint8Array.of(prefixes.top);

export type HeightKind = Exclude<keyof typeof prefixes, "genesis" | "top">;

/** Key of what is kept for a height; also the lower end of all that is kept from it on. */
export function heightKey(kind: HeightKind, height: bigint): Uint8Array {
  const key = new Uint8Array(9);
  const view = new DataView(key.buffer);
  view.setUint8(0, prefixes[kind]);
  view.setBigUint64(1, height);
  return key;
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
