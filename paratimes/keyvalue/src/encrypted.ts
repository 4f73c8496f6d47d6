import {CallError, method} from "@oasis-node/paratime-sdk/calls";
import {nullable, struct, text, u64} from "@oasis-node/primitives/cbor";
import {consumeNonce} from "./nonce.ts";

const Key = struct("keyvalue.Key", {key: text, nonce: u64});
const KeyValue = struct("keyvalue.KeyValue", {key: text, value: text, nonce: u64});

/** The methods on encrypted values pass the check and fail: their keys would come from a key manager, and there is none. */
export const encryptedInsert = method({
  args: KeyValue,
  result: nullable(text),
  run: async (ctx, {nonce}) => {
    await consumeNonce(ctx, nonce);
    return ctx.isCheck ? null : noKeyManager();
  },
});

export const encryptedAccess = method({
  args: Key,
  result: nullable(text),
  run: async (ctx, {nonce}) => {
    await consumeNonce(ctx, nonce);
    return ctx.isCheck ? null : noKeyManager();
  },
});

function noKeyManager(): never {
  throw new CallError("no key manager");
}
