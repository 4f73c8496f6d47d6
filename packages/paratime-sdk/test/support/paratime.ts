import {utf8} from "@oasis-node/primitives/bytes";
import {bytes, encode, list, nullable, rawMessage, struct, text, u64} from "@oasis-node/primitives/cbor";
import {Message, StakingMessage} from "@oasis-node/state-transition/roothash";
import {Call, CallError, callParatime, method, nothing} from "../../src/calls/index.ts";
import type {Paratime} from "../../src/paratime/index.ts";

const Pair = struct("test.Pair", {key: text, value: text});
const decoder = new TextDecoder();

/** A ParaTime with one method of each kind. */
export const testParatime: Paratime = callParatime({
  name: "test",
  version: {major: 1, minor: 2, patch: 3},
  scheduling: {initialBatchSize: 2, maxBatchSize: 5, maxBatchBytes: 400},
  methods: {
    set: method({
      args: Pair,
      result: nullable(bytes),
      run: async (ctx, {key, value}) => {
        if (ctx.isCheck) return null;
        ctx.emitTag(utf8("set"), utf8(key));
        return ctx.state.insert(utf8(key), utf8(value));
      },
    }),
    remove: method({args: text, result: nullable(bytes), run: (ctx, key) => ctx.state.remove(utf8(key))}),
    setAndFail: method({
      args: text,
      result: nothing,
      run: async (ctx, key) => {
        ctx.emitTag(utf8("failed"), utf8(key));
        await ctx.state.insert(utf8(key), utf8("left"));
        throw new CallError("failed on purpose");
      },
    }),
    message: method({
      args: nothing,
      result: u64,
      run: async (ctx) => BigInt(ctx.emitMessage(Message.make({staking: StakingMessage.zero()}))),
    }),
    crash: method({
      args: nothing,
      result: nothing,
      run: async () => {
        throw new TypeError("a defect");
      },
    }),
    refuse: method({
      args: nothing,
      result: nothing,
      run: async (ctx) => {
        if (ctx.isCheck) throw new CallError("not this one");
        return null;
      },
    }),
    note: method({
      args: text,
      result: text,
      run: async ({environment}, value) => {
        if (environment.isCheck) return "";
        const key = utf8("note");
        const before = decoder.decode(await environment.localStorage.get(key));
        await environment.localStorage.set(key, utf8(value));
        return before;
      },
    }),
  },
  queries: {
    keys: method({
      args: text,
      result: list(text),
      run: async (ctx, from) => {
        const keys: string[] = [];
        for await (const {key} of ctx.state.iterate(utf8(from))) keys.push(decoder.decode(key));
        return keys;
      },
    }),
  },
});

/** A transaction that calls a method of it. */
export function call(name: string, args: Uint8Array = encode(rawMessage, null)): Uint8Array {
  return encode(Call, {method: name, args});
}

export function set(key: string, value: string): Uint8Array {
  return call("set", encode(Pair, {key, value}));
}

export function withText(name: string, argument: string): Uint8Array {
  return call(name, encode(text, argument));
}
