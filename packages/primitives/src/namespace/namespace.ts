import {type Branded, concat, fromHexOrBase64, toHex} from "../bytes/index.ts";
import {binary, type Schema} from "../cbor/index.ts";
import {type ErrorDetails, TypedError} from "../errors/index.ts";
import {hashOf} from "../hash/index.ts";

/** Size of a namespace in bytes: 8 bytes of flags and the identifier. */
export const namespaceSize = 32;

/** Size of the identifier part of a namespace in bytes. */
export const namespaceIdSize = 24;

/** Flags of a namespace, a big-endian u64 at its start. No other bit may be set (primitives-mkvs §2.2). */
export const namespaceFlags = {test: 1n << 63n, keyManager: 1n << 62n} as const;

const knownFlags = namespaceFlags.test | namespaceFlags.keyManager;
const knownFlagsHighByte = Number(knownFlags >> 56n);

/** Runtime identifier, 32 bytes: flags and 24 bytes of identifier. Decoding refuses unknown flags (primitives-mkvs §2.2). */
export type Namespace = Branded<Uint8Array, "Namespace">;
export const Namespace: Schema<Namespace> = binary<Namespace>({
  name: "common.Namespace",
  length: namespaceSize,
  check: isNamespace,
  error: "malformed namespace",
  json: {to: toHex, from: namespaceFromText},
});

/** Bytes or text are not a namespace: wrong size or unknown flags. */
export class NamespaceError extends TypedError<"malformed"> {
  constructor(details: ErrorDetails) {
    super("malformed", "malformed namespace", {details});
  }
}

/** Whether the bytes have the size of a namespace and only known flags. */
export function isNamespace(bytes: Uint8Array): bytes is Namespace {
  return (
    bytes.length === namespaceSize &&
    ((bytes[0] ?? 0) & ~knownFlagsHighByte) === 0 &&
    bytes.subarray(1, namespaceSize - namespaceIdSize).every((byte) => byte === 0)
  );
}

/** The same bytes as a namespace. Throws `NamespaceError`. */
export function asNamespace(bytes: Uint8Array): Namespace {
  if (!isNamespace(bytes)) throw new NamespaceError({bytes: toHex(bytes)});
  return bytes;
}

/** Namespace of its text form: hexadecimal of either case, or base64. Throws `NamespaceError`. */
export function namespaceFromText(text: string): Namespace {
  const namespace = fromHexOrBase64(text, isNamespace);
  if (namespace === null) throw new NamespaceError({text});
  return namespace;
}

/** Namespace of a 24-byte identifier and flags. Throws `NamespaceError` for another size or unknown flags. */
export function newNamespace(id: Uint8Array, flags: bigint): Namespace {
  if ((flags & ~knownFlags) !== 0n) throw new NamespaceError({flags});
  const head = new Uint8Array(namespaceSize - namespaceIdSize);
  new DataView(head.buffer).setBigUint64(0, flags);
  return asNamespace(concat(head, id));
}

/** Namespace of a test runtime: identifier from the hash of `seed`, test flag set besides `flags`. */
export function testNamespace(seed: Uint8Array, flags = 0n): Namespace {
  return newNamespace(hashOf(seed).subarray(0, namespaceIdSize), namespaceFlags.test | flags);
}

export function isTestNamespace(namespace: Namespace): boolean {
  return ((namespace[0] ?? 0) & 0x80) !== 0;
}

export function isKeyManagerNamespace(namespace: Namespace): boolean {
  return ((namespace[0] ?? 0) & 0x40) !== 0;
}
