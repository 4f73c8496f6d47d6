import {deflateRawSync, inflateRawSync} from "node:zlib";
import {concat} from "@oasis-node/primitives/bytes";
import {EngineError} from "../engine/index.ts";

/** First byte of a packed record: how the rest is to be read. */
const forms = {plain: 0, deflated: 1, likePattern: 2} as const;

/** Longer records are stored as they are: they are full of signatures, which do not get smaller. */
const longest = 4096;

/** A window that holds a pattern and a record. */
const windowBits = 13;

/**
 * A record in few bytes. Blocks without transactions are alike but for a handful of hashes, a signature and two times: with one of
 * them as the pattern a third of the bytes is enough.
 */
export function pack(record: Uint8Array, pattern: Uint8Array | null): Uint8Array {
  if (record.length > longest) return concat(Uint8Array.of(forms.plain), record);
  if (pattern === null) return concat(Uint8Array.of(forms.deflated), deflateRawSync(record, {windowBits}));
  const deflated = deflateRawSync(record, {windowBits, dictionary: pattern});
  return concat(Uint8Array.of(forms.likePattern), deflated);
}

/** The record, with the pattern it was packed with. Throws `EngineError` `badStore` for bytes that `pack` has not made. */
export function unpack(packed: Uint8Array, pattern: Uint8Array | null): Uint8Array {
  const [form] = packed;
  const rest = packed.subarray(1);
  const limits = {windowBits, maxOutputLength: longest};
  if (form === forms.plain) return rest;
  if (form === forms.deflated) return inflated(rest, limits);
  if (form !== forms.likePattern || pattern === null) throw damaged();
  return inflated(rest, {...limits, dictionary: pattern});
}

function inflated(bytes: Uint8Array, options: Parameters<typeof inflateRawSync>[1]): Uint8Array {
  try {
    return new Uint8Array(inflateRawSync(bytes, options));
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): EngineError {
  return new EngineError("badStore", "a packed record of the block store is damaged", {cause});
}
