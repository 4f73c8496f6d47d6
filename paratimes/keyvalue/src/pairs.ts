import {CallError, method} from "@oasis-node/paratime-sdk/calls";
import type {TransactionContext} from "@oasis-node/paratime-sdk/paratime";
import {utf8} from "@oasis-node/primitives/bytes";
import {nullable, struct, text, u64} from "@oasis-node/primitives/cbor";
import {consumeNonce} from "./nonce.ts";

const Key = struct("keyvalue.Key", {key: text, nonce: u64});
const KeyValue = struct("keyvalue.KeyValue", {key: text, value: text, nonce: u64});
const Query = struct("keyvalue.Query", {key: text});

/** The value there was, or null. */
const MaybeText = nullable(text);

/** Bytes of the longest value. */
const maxValueSize = 128;

const decoder = new TextDecoder("utf-8", {fatal: true});

/** `{key, value, nonce}`: sets a value; the result is the one before. */
export const insert = method({
  args: KeyValue,
  result: MaybeText,
  run: async (ctx, {key, value, nonce}) => {
    await consumeNonce(ctx, nonce);
    const bytes = utf8(value);
    if (bytes.length > maxValueSize) throw new CallError("Value too big to be inserted.");
    if (ctx.isCheck) return null;
    emitTags(ctx, "insert", key);
    return asText(await ctx.state.insert(utf8(key), bytes));
  },
});

/** `{key, nonce}`: the result is the value. */
export const get = method({
  args: Key,
  result: MaybeText,
  run: async (ctx, {key, nonce}) => {
    await consumeNonce(ctx, nonce);
    if (ctx.isCheck) return null;
    emitTags(ctx, "get", key);
    return asText(await ctx.state.get(utf8(key)));
  },
});

/** `{key, nonce}`: removes a value; the result is the one there was. */
export const remove = method({
  args: Key,
  result: MaybeText,
  run: async (ctx, {key, nonce}) => {
    await consumeNonce(ctx, nonce);
    if (ctx.isCheck) return null;
    emitTags(ctx, "remove", key);
    return asText(await ctx.state.remove(utf8(key)));
  },
});

/** Query `{key}`: the value at the block that is asked about. */
export const queryGet = method({
  args: Query,
  result: MaybeText,
  run: async (ctx, {key}) => asText(await ctx.state.get(utf8(key))),
});

function emitTags(ctx: TransactionContext, operation: string, key: string): void {
  ctx.emitTag(utf8("kv_op"), utf8(operation));
  ctx.emitTag(utf8("kv_key"), utf8(key));
}

/** Keys that are not of pairs have values that need not be text. */
function asText(value: Uint8Array | null): string | null {
  if (value === null) return null;
  try {
    return decoder.decode(value);
  } catch {
    throw new CallError("value is not text");
  }
}
