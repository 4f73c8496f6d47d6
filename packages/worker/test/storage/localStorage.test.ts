import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {nodeDbErrors} from "@oasis-node/mkvs/db";
import {emptyRoot, rootTypes} from "@oasis-node/mkvs/node";
import {RemoteTree} from "@oasis-node/mkvs/syncer";
import {concat, utf8} from "@oasis-node/primitives/bytes";
import {asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {testSigner} from "@oasis-node/primitives/signers";
import {Receipt} from "@oasis-node/rpc/services";
import {storageErrors} from "@oasis-node/state-transition/storage";
import {afterEach, describe, expect, test} from "vitest";
import {externalStorage, type LocalStorage, openStorage, storageRouter} from "../../src/storage/index.ts";
import type {StorageApi} from "../../src/storageClient/index.ts";
import {
  contents,
  logText,
  memoryStorage,
  ScriptedRuntime,
  testChainContext,
  testContext,
  testVerifier,
} from "../support/scriptedRuntime.ts";

const directories: string[] = [];

afterEach(async () => {
  for (const path of directories.splice(0)) await rm(path, {recursive: true});
});

async function lmdbStorage(runtime: ScriptedRuntime): Promise<LocalStorage> {
  const directory = await mkdtemp(join(tmpdir(), "storage-"));
  directories.push(directory);
  return openStorage({
    directory,
    runtimeId: runtime.id,
    signer: testSigner("alice"),
    chainContext: testChainContext,
    cacheSize: 1 << 20,
  });
}

function rootsOf(runtime: ScriptedRuntime) {
  const {round, ioRoot, stateRoot} = runtime.last.block.block.header;
  return {
    io: {...emptyRoot(runtime.id, round, rootTypes.io), hash: ioRoot},
    state: {...emptyRoot(runtime.id, round, rootTypes.state), hash: stateRoot},
  };
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe.each([
  {name: "memory", open: (runtime: ScriptedRuntime) => memoryStorage(runtime.id, "alice")},
  {name: "LMDB", open: lmdbStorage},
])("storage on $name", ({open}) => {
  test("signs for the roots that changes make, and shows them with proofs", async () => {
    const runtime = new ScriptedRuntime();
    const storage = await open(runtime);
    const {request} = runtime.round({a: "1", b: "2", abc: "3"});
    const [receipt, ...others] = await storage.applyBatch(request);
    if (receipt === undefined) throw new RangeError("no receipt");
    expect(others).toEqual([]);
    expect(receipt.signature.publicKey).toEqual(testSigner("alice").publicKey);
    const {io, state} = rootsOf(runtime);
    expect(Receipt.open(testVerifier, testContext, receipt)).toEqual({
      version: 1,
      namespace: runtime.id,
      round: 1n,
      rootTypes: Uint8Array.of(rootTypes.io, rootTypes.state),
      roots: [io.hash, state.hash],
    });
    const tree = new RemoteTree({syncer: storage, root: state});
    expect(await tree.get(utf8("abc"))).toEqual(utf8("3"));
    expect(await tree.get(utf8("abd"))).toBeNull();
    expect(contents(storage.db, runtime.id, 1n, state.hash)).toEqual(runtime.state);
    await storage.db.close();
  });

  test("keeps nothing of changes that lead elsewhere", async () => {
    const runtime = new ScriptedRuntime();
    const storage = await open(runtime);
    const {request} = runtime.round({a: "1"});
    const [io, state] = request.ops ?? [];
    if (io === undefined || state === undefined) throw new RangeError("no changes");
    const {dstRound, namespace} = request;
    const wrong = {...state, namespace, dstRound, dstRoot: hashOf(utf8("other"))};
    await expect(storage.apply(wrong)).rejects.toSatisfy((error) => storageErrors.rootMismatch.is(error));
    expect(storage.db.hasRoot({...rootsOf(runtime).state, hash: wrong.dstRoot})).toBe(false);
    const jump = {...state, namespace, dstRound: asRound(5n)};
    await expect(storage.apply(jump)).rejects.toSatisfy((error) => nodeDbErrors.rootMustFollowOld.is(error));
    const empty = {...jump, dstRoot: emptyHash, srcRoot: emptyHash};
    await expect(storage.apply(empty)).rejects.toSatisfy((error) => nodeDbErrors.rootMustFollowOld.is(error));
    const unknown = {...state, namespace, dstRound, srcRoot: hashOf(utf8("unknown"))};
    await expect(storage.apply(unknown)).rejects.toSatisfy((error) => nodeDbErrors.rootNotFound.is(error));
    await expect(storage.applyBatch({...request, ops: []})).rejects.toSatisfy((error) =>
      storageErrors.noRoots.is(error),
    );
    await storage.db.close();
  });

  test("tells the difference that was applied", async () => {
    const runtime = new ScriptedRuntime();
    const storage = await open(runtime);
    await storage.applyBatch(runtime.round({a: "1", b: "2"}).request);
    const before = rootsOf(runtime).state;
    await storage.db.finalize(Object.values(rootsOf(runtime)));
    const {request} = runtime.round({a: null, c: "3", b: "4"});
    await storage.applyBatch(request);
    const options = {offsetKey: null, limit: 0n};
    const chunks = await collected(
      storage.getDiff({startRoot: before, endRoot: rootsOf(runtime).state, options}),
    );
    expect(chunks.map(({final}) => final)).toEqual([true]);
    expect(logText(chunks[0]?.writeLog ?? null)).toEqual(logText(request.ops?.[1]?.writeLog ?? null));
    await storage.db.close();
  });
});

describe("storage for others", () => {
  async function external(runtime: ScriptedRuntime): Promise<StorageApi> {
    const storage = await memoryStorage(runtime.id, "alice");
    const router = storageRouter((id) => (id.at(-1) === 7 ? storage : undefined));
    return externalStorage(router, {ready: async () => {}, descriptor: async () => runtime.descriptor});
  }

  test("serves the runtimes it has", async () => {
    const runtime = new ScriptedRuntime();
    const api = await external(runtime);
    const other = {...runtime.round({a: "1"}).request, namespace: storageOtherId};
    await expect(api.applyBatch(other)).rejects.toMatchObject({code: "unsupportedRuntime"});
    await expect(api.applyBatch(runtime.last.request)).resolves.toHaveLength(1);
    const root = {...rootsOf(runtime).state, namespace: storageOtherId};
    const request = {startRoot: root, endRoot: root, options: {offsetKey: null, limit: 0n}};
    await expect(collected(api.getDiff(request))).rejects.toMatchObject({code: "unsupportedRuntime"});
  });

  test("takes no more than the runtime allows", async () => {
    const runtime = new ScriptedRuntime();
    const api = await external(runtime);
    const {request} = runtime.round({a: "1"});
    const [io, state] = request.ops ?? [];
    if (io === undefined || state === undefined) throw new RangeError("no changes");
    const refused = (ops: typeof request.ops) => expect(api.applyBatch({...request, ops})).rejects;
    const isLimit = (error: unknown) => storageErrors.limitReached.is(error);
    await refused([io, state, state]).toSatisfy(isLimit);
    const many = Array.from({length: 101}, (_, i) => ({key: Uint8Array.of(i), value: Uint8Array.of(1)}));
    await refused([io, {...state, writeLog: many}]).toSatisfy(isLimit);
    const apply = {...state, writeLog: many, namespace: runtime.id, dstRound: request.dstRound};
    await expect(api.apply(apply)).rejects.toSatisfy(isLimit);
    const badKey = [{key: utf8("X"), value: utf8("1")}];
    await refused([{...io, writeLog: badKey}, state]).toMatchObject({code: "invalidKey"});
    const input = (i: number, size: number) => ({
      key: concat(utf8("T"), hashOf(Uint8Array.of(i)), Uint8Array.of(1)),
      value: new Uint8Array(size),
    });
    const tooMany = Array.from({length: 11}, (_, i) => input(i, 1));
    await refused([{...io, writeLog: tooMany}, state]).toMatchObject({code: "tooLarge"});
    await refused([{...io, writeLog: [input(1, 1001)]}, state]).toMatchObject({code: "tooLarge"});
  });

  test("waits until storage is ready", async () => {
    const runtime = new ScriptedRuntime();
    const storage = await memoryStorage(runtime.id, "alice");
    const ready = Promise.withResolvers<void>();
    const api = externalStorage(storage, {
      ready: () => ready.promise,
      descriptor: async () => runtime.descriptor,
    });
    const receipts = api.applyBatch(runtime.round({a: "1"}).request);
    await Promise.resolve();
    expect(storage.db.getRootsForVersion(1n)).toEqual([]);
    ready.resolve();
    expect(await receipts).toHaveLength(1);
  });
});

const storageOtherId = new ScriptedRuntime().id.map((byte, i) =>
  i === 31 ? 9 : byte,
) as ScriptedRuntime["id"];
