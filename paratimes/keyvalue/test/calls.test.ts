import {rootTypes} from "@oasis-node/mkvs/node";
import {RemoteTree, TreeSyncer} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import {Call} from "@oasis-node/paratime-sdk/calls";
import {BatchContext, type BatchEnvironment, type HostInfo} from "@oasis-node/paratime-sdk/paratime";
import {StateOverlay} from "@oasis-node/paratime-sdk/state";
import {decode, encode, map, rawMessage, struct, text, u64} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {Version} from "@oasis-node/primitives/version";
import {Header, RoundResults} from "@oasis-node/state-transition/roothash";
import {expect, test} from "vitest";
import {keyvalue} from "../src/keyvalue.ts";

const Pair = struct("test.Pair", {key: text, value: text, nonce: u64});
const Key = struct("test.Key", {key: text, nonce: u64});
const Output = map(text, rawMessage);

const hostInfo: HostInfo = {
  runtimeId: Namespace.zero(),
  consensusBackend: "tendermint",
  consensusProtocolVersion: Version.zero(),
  consensusChainContext: "",
  localConfig: null,
};

/** A batch on an empty state. */
function emptyBatch(changes: Partial<BatchEnvironment> = {}): BatchContext {
  const tree = Tree.create({rootType: rootTypes.state});
  const state = new StateOverlay(new RemoteTree({syncer: new TreeSyncer(tree), root: tree.root}));
  return new BatchContext({
    hostInfo,
    header: Header.zero(),
    epoch: Epoch.zero(),
    roundResults: RoundResults.zero(),
    maxMessages: 1,
    isCheck: false,
    state,
    consensusState: state,
    localStorage: {get: async () => new Uint8Array(), set: async () => {}},
    signal: new AbortController().signal,
    ...changes,
  });
}

async function outputOf(batch: BatchContext, method: string, args: Uint8Array): Promise<string> {
  const {output} = await keyvalue.execute(batch, encode(Call, {method, args}));
  const [[kind, value] = ["", null]] = decode(Output, output) ?? [];
  return `${kind} ${value?.[0] === 0xf6 ? "null" : decode(text, value ?? new Uint8Array())}`;
}

const insert = (key: string, value: string, nonce: bigint) => encode(Pair, {key, value, nonce});

test("a value has at most 128 bytes, and one that is refused uses up its nonce", async () => {
  const batch = emptyBatch();
  expect(await outputOf(batch, "insert", insert("k", "x".repeat(128), 1n))).toBe("Success null");
  const tooBig = "Error Value too big to be inserted.";
  expect(await outputOf(batch, "insert", insert("k", "é".repeat(65), 2n))).toBe(tooBig);
  expect(await outputOf(batch, "get", encode(Key, {key: "k", nonce: 2n}))).toBe("Error Duplicate nonce: 2");
  expect(await outputOf(batch, "get", encode(Key, {key: "k", nonce: 3n}))).toBe(`Success ${"x".repeat(128)}`);
});

test("encrypted values pass the check, and fail for want of a key manager", async () => {
  const check = emptyBatch({isCheck: true});
  const input = encode(Call, {method: "enc_insert", args: insert("k", "v", 1n)});
  expect((await keyvalue.check(check, input)).error.code).toBe(0);
  expect(await outputOf(emptyBatch(), "enc_insert", insert("k", "v", 1n))).toBe("Error no key manager");
  const key = encode(Key, {key: "k", nonce: 1n});
  expect(await outputOf(emptyBatch(), "enc_remove", key)).toBe("Error no key manager");
});
