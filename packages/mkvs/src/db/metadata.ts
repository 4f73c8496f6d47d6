import {equal} from "@oasis-node/primitives/bytes";
import {asNamespace, type Namespace, namespaceSize} from "@oasis-node/primitives/namespace";
import {NodeDbError} from "./errors.ts";
import {getRef, putRef, refSize} from "./nodeRef.ts";

/** Version of the layout on disk. */
const schemaVersion = 1;

export interface Metadata {
  /** First version that has not been pruned; meaningful when something has been finalised. */
  readonly earliest: bigint;
  /** First version whose room has not been given back; versions from here to `earliest` are pruned and wait for it. */
  readonly reclaimed: bigint;
  /** Last finalised version. */
  readonly latest: bigint | null;
  /** The multipart insert in progress: its version and the first page that may belong to it. */
  readonly multipart: {readonly version: bigint; readonly firstPage: number} | null;
  /** Number of the next page. Never goes back, so that a reference never means two nodes. */
  readonly nextPage: number;
}

export const initialMetadata: Metadata = {
  earliest: 0n,
  reclaimed: 0n,
  latest: null,
  multipart: null,
  nextPage: 1,
};

const size = 2 + namespaceSize + 8 + 1 + 8 + 8 + 2 * refSize + 8;

export function encodeMetadata(namespace: Namespace, metadata: Metadata): Uint8Array {
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  view.setUint16(0, schemaVersion);
  out.set(namespace, 2);
  const at = 2 + namespaceSize;
  view.setBigUint64(at, metadata.earliest);
  out[at + 8] = metadata.latest === null ? 0 : 1;
  view.setBigUint64(at + 9, metadata.latest ?? 0n);
  // Version 0 cannot be a multipart insert, so it stands for none.
  view.setBigUint64(at + 17, metadata.multipart?.version ?? 0n);
  putRef(out, at + 25, metadata.multipart?.firstPage ?? 0);
  putRef(out, at + 25 + refSize, metadata.nextPage);
  view.setBigUint64(at + 25 + 2 * refSize, metadata.reclaimed);
  return out;
}

/** Throws `NodeDbError` `incompatible` for another schema version or namespace. */
export function decodeMetadata(namespace: Namespace, bytes: Uint8Array): Metadata {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = bytes.length < 2 ? 0 : view.getUint16(0);
  if (found !== schemaVersion)
    throw incompatible("incompatible database version", {expected: schemaVersion, found});
  if (bytes.length !== size) throw new NodeDbError("corrupted", "metadata is damaged");
  const stored = bytes.subarray(2, 2 + namespaceSize);
  if (!equal(stored, namespace))
    throw incompatible("incompatible namespace", {expected: namespace, found: asNamespace(stored.slice())});
  const at = 2 + namespaceSize;
  const multipartVersion = view.getBigUint64(at + 17);
  return {
    earliest: view.getBigUint64(at),
    latest: bytes[at + 8] === 0 ? null : view.getBigUint64(at + 9),
    multipart:
      multipartVersion === 0n ? null : {version: multipartVersion, firstPage: getRef(bytes, at + 25)},
    nextPage: getRef(bytes, at + 25 + refSize),
    reclaimed: view.getBigUint64(at + 25 + 2 * refSize),
  };
}

function incompatible(what: string, details: Readonly<Record<string, unknown>>): NodeDbError {
  return new NodeDbError("incompatible", what, {details});
}
