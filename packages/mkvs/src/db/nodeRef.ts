/**
 * Where a node is kept: page number × 1024 + slot in the page; 0 = not known. Fits into 48 bits, so that it is exact
 * as a number: pages are numbered below 2^38.
 */
export type NodeRef = number;

/** Bytes of a reference on disk. */
export const refSize = 6;

/** Slots of a page. */
export const slotLimit = 1024;

export const unknownRef: NodeRef = 0;

export function makeRef(page: number, slot: number): NodeRef {
  return page * slotLimit + slot;
}

export function pageOf(ref: NodeRef): number {
  return Math.floor(ref / slotLimit);
}

export function slotOf(ref: NodeRef): number {
  return ref % slotLimit;
}

/** The reference a pointer carries, which only the database makes. */
export function refOf(pointer: {readonly dbRef: unknown}): NodeRef {
  return typeof pointer.dbRef === "number" ? pointer.dbRef : unknownRef;
}

export function putRef(target: Uint8Array, at: number, ref: NodeRef): void {
  const low = ref >>> 0;
  const high = Math.floor(ref / 2 ** 32);
  target[at] = high >>> 8;
  target[at + 1] = high;
  target[at + 2] = low >>> 24;
  target[at + 3] = low >>> 16;
  target[at + 4] = low >>> 8;
  target[at + 5] = low;
}

export function getRef(source: Uint8Array, at: number): NodeRef {
  const high = (source[at] ?? 0) * 256 + (source[at + 1] ?? 0);
  const middle = (source[at + 2] ?? 0) * 256 + (source[at + 3] ?? 0);
  return (high * 65536 + middle) * 65536 + (source[at + 4] ?? 0) * 256 + (source[at + 5] ?? 0);
}
