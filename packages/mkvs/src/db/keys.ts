import {hashSize} from "@oasis-node/primitives/hash";
import {putRef, refSize} from "./nodeRef.ts";

/*
 * Keys of the store below. The layout is private to the node database:
 *   00                            metadata
 *   01 ‖ version ‖ type ‖ hash    root record
 *   02 ‖ version ‖ type ‖ hash    dead list: nodes of the parent root that are not part of this root
 *   03 ‖ version ‖ type ‖ hash    write log from the parent root
 *   04 ‖ page number              page of nodes
 *   05 ‖ page number              slots of the page that are dead, while it has not been rewritten
 *   06 ‖ node hash                node of a multipart insert in progress, in its full form
 * They are buffers out of the pool, which are the fastest to make and to turn into text.
 * Versions are 8 bytes and page numbers 6 bytes, big endian, so that the order is that of time.
 */
const tags = {metadata: 0, root: 1, deadList: 2, writeLog: 3, page: 4, deadSlots: 5, chunkNode: 6} as const;

export const metadataKey = Uint8Array.of(tags.metadata);

/** A root within its namespace. */
export interface RootId {
  readonly version: bigint;
  readonly type: number;
  readonly hash: Uint8Array;
}

export const rootKey = (root: RootId): Uint8Array => keyOfRoot(tags.root, root);
export const deadListKey = (root: RootId): Uint8Array => keyOfRoot(tags.deadList, root);
export const writeLogKey = (root: RootId): Uint8Array => keyOfRoot(tags.writeLog, root);

/** End of the records of all roots. */
export const afterRootsKey = Uint8Array.of(tags.root + 1);

/** Start of the root records of a version, which may be the one after the last possible. */
export function rootsOfVersionKey(version: bigint): Uint8Array {
  return version >> 64n === 0n ? keyOfVersion(tags.root, version) : afterRootsKey;
}

export const pageKey = (page: number): Uint8Array => keyOfPage(tags.page, page);
export const afterPagesKey = Uint8Array.of(tags.page + 1);
export const deadSlotsKey = (page: number): Uint8Array => keyOfPage(tags.deadSlots, page);
export const afterDeadSlotsKey = Uint8Array.of(tags.deadSlots + 1);

export function chunkNodeKey(hash: Uint8Array): Uint8Array {
  const key = Buffer.allocUnsafe(1 + hashSize);
  key[0] = tags.chunkNode;
  key.set(hash, 1);
  return key;
}

/** Start of the chunk nodes whose hash begins with `first`; 256 gives the end of all. */
export function chunkNodesFromKey(first: number): Uint8Array {
  return first > 0xff ? Uint8Array.of(tags.chunkNode + 1) : Uint8Array.of(tags.chunkNode, first);
}

/** Number of the page in a key made by `pageKey` or `deadSlotsKey`. */
export function pageOfKey(key: Uint8Array): number {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).readUIntBE(1, refSize);
}

export function rootOfKey(key: Uint8Array): RootId {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  return {version: view.getBigUint64(1), type: view.getUint8(9), hash: Uint8Array.from(key.subarray(10))};
}

function keyOfRoot(tag: number, {version, type, hash}: RootId): Uint8Array {
  const key = Buffer.allocUnsafe(10 + hashSize);
  key.set(keyOfVersion(tag, version));
  key[9] = type;
  key.set(hash, 10);
  return key;
}

function keyOfVersion(tag: number, version: bigint): Uint8Array {
  const key = Buffer.allocUnsafe(9);
  key[0] = tag;
  key.writeBigUInt64BE(version, 1);
  return key;
}

function keyOfPage(tag: number, page: number): Uint8Array {
  const key = Buffer.allocUnsafe(1 + refSize);
  key[0] = tag;
  putRef(key, 1, page);
  return key;
}
