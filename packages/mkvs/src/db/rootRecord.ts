import {asHash, type Hash, hashSize} from "@oasis-node/primitives/hash";
import {type RootId, rootOfKey} from "./keys.ts";
import {getRef, type NodeRef, putRef, refSize} from "./nodeRef.ts";

/** A stored root. */
export interface RootRecord {
  readonly version: bigint;
  readonly type: number;
  readonly hash: Hash;
  /** Top of its tree; unknown for an empty tree and during a multipart insert. */
  readonly ref: NodeRef;
  /** The root it was derived from; `null` when that was an empty one. The type is the same. */
  readonly parent: {readonly version: bigint; readonly hash: Hash} | null;
  /** The same number for all roots derived, over any number of steps, from the same first root. */
  readonly origin: number;
  /** Pages with the nodes that came into being with this root. */
  readonly firstPage: number;
  readonly pageCount: number;
}

const size = refSize + 1 + 8 + hashSize + 2 * refSize + 4;

export function encodeRootRecord(record: RootRecord): Uint8Array {
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  putRef(out, 0, record.ref);
  if (record.parent !== null) {
    out[refSize] = 1;
    view.setBigUint64(refSize + 1, record.parent.version);
    out.set(record.parent.hash, refSize + 9);
  }
  const at = refSize + 9 + hashSize;
  putRef(out, at, record.origin);
  putRef(out, at + refSize, record.firstPage);
  view.setUint32(at + 2 * refSize, record.pageCount);
  return out;
}

export function decodeRootRecord(key: Uint8Array, bytes: Uint8Array): RootRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const {version, type, hash} = rootOfKey(key);
  const at = refSize + 9 + hashSize;
  const parent = {
    version: view.getBigUint64(refSize + 1),
    hash: asHash(bytes.slice(refSize + 9, at)),
  };
  return {
    version,
    type,
    hash: asHash(hash),
    ref: getRef(bytes, 0),
    parent: bytes[refSize] === 0 ? null : parent,
    origin: getRef(bytes, at),
    firstPage: getRef(bytes, at + refSize),
    pageCount: view.getUint32(at + 2 * refSize),
  };
}

/** The parent as a root. */
export function parentOf({type, parent}: RootRecord): RootId | null {
  return parent === null ? null : {...parent, type};
}
