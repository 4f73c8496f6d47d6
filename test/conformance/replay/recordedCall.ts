import {array, base64, hex, type JsonObject, number, object, string} from "../records.ts";

/** One line of an ABCI recording (vectors README). */
export interface RecordedCall {
  readonly seq: number;
  readonly height: bigint;
  readonly type: string;
  /** Of a DeliverTx in its block. */
  readonly index: number | null;
  readonly request: Uint8Array;
  /** Null when the call ended the node. */
  readonly response: Uint8Array | null;
  readonly writes: readonly Write[];
  readonly appHash: Uint8Array | null;
  /** Why the call ended the node. */
  readonly panic: string | null;
}

/** A write to the state tree; null removes the key. */
export interface Write {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

export function recordedCall(line: unknown): RecordedCall {
  const entry = object(line, "call");
  const at = `call ${String(entry.seq)}`;
  return {
    seq: number(entry.seq, at),
    height: BigInt(number(entry.height, at)),
    type: string(entry.type, at),
    index: optional(entry, "index", number),
    request: base64(entry.req ?? "", at),
    response: optional(entry, "resp", base64),
    writes: array(entry.ops ?? [], at).map((op) => recordedWrite(op, at)),
    appHash: optional(entry, "app_hash", appHash),
    panic: optional(entry, "panic", string),
  };
}

/** A pair of key and value, both base64; the value may be null. */
export function recordedWrite(pair: unknown, at: string): Write {
  const [key, value = null] = array(pair, at);
  return {key: base64(key, at), value: value === null ? null : base64(value, at)};
}

/** Recordings spell app hashes in either form. */
function appHash(value: unknown, at: string): Uint8Array {
  return string(value, at).length === 64 ? hex(value, at) : base64(value, at);
}

function optional<T>(entry: JsonObject, name: string, read: (value: unknown, at: string) => T): T | null {
  const value = entry[name];
  return value === undefined || value === null ? null : read(value, name);
}
