import {nodeDbErrors} from "@oasis-node/mkvs/db";
import {emptyRoot, rootTypes} from "@oasis-node/mkvs/node";
import {asRound} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Signed} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {RpcError} from "@oasis-node/rpc/status";
import {beforeEach, describe, expect, test} from "vitest";
import {signReceipt} from "../../src/storage/receipts.ts";
import {localFirst, type StorageApi, StorageClient, type StorageNode} from "../../src/storageClient/index.ts";
import {SleeplessClock} from "../support/manualClock.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";
import {memoryStorage, ScriptedRuntime, testContext, testVerifier} from "../support/scriptedRuntime.ts";
import {keyOf} from "../support/storagePeer.ts";

let runtime: ScriptedRuntime;
let clock: SleeplessClock;

beforeEach(() => {
  runtime = new ScriptedRuntime();
  clock = new SleeplessClock();
});

function api(parts: Partial<StorageApi>): StorageApi {
  const refuse = async (): Promise<never> => {
    throw new RpcError("Unavailable", "nobody there");
  };
  const none = async function* (): AsyncGenerator<never> {
    yield await refuse();
  };
  return {
    syncGet: refuse,
    syncGetPrefixes: refuse,
    syncIterate: refuse,
    apply: refuse,
    applyBatch: refuse,
    getCheckpoints: refuse,
    getDiff: none,
    getCheckpointChunk: none,
    ...parts,
  };
}

async function honest(name: string): Promise<StorageNode> {
  return {id: keyOf(name), api: await memoryStorage(runtime.id, name)};
}

function client(nodes: readonly StorageNode[], wanted: number | null = 2): StorageClient {
  return new StorageClient({
    nodes: () => nodes,
    minWriteReplication: async () => wanted,
    receipts: {verifier: testVerifier, context: testContext},
    clock,
    random: (length) => new Uint8Array(length),
    logger: new RecordingLogger(),
  });
}

const signers = (receipts: readonly Signed[]) => receipts.map(({signature}) => signature.publicKey);

describe("a write to the storage committee", () => {
  test("is done when as many nodes have acknowledged it as the runtime wants; the others get it too", async () => {
    const [alice, bob, carol] = [await honest("alice"), await honest("bob"), await honest("carol")];
    const gate = Promise.withResolvers<void>();
    let carolDone = false;
    const slow = api({
      applyBatch: async (request) => {
        await gate.promise;
        const receipts = await carol.api.applyBatch(request);
        carolDone = true;
        return receipts;
      },
    });
    const storage = client([alice, bob, {...carol, api: slow}]);
    const receipts = await storage.applyBatch(runtime.round({a: "1"}).request);
    expect(signers(receipts).sort()).toEqual([alice.id, bob.id].sort());
    expect(carolDone).toBe(false);
    gate.resolve();
    await storage.settled();
    expect(carolDone).toBe(true);
  });

  test("does not count receipts of others, for other roots, or none", async () => {
    const [alice, bob] = [await honest("alice"), await honest("bob")];
    const {request} = runtime.round({a: "1"});
    const lie = (parts: {namespace?: Namespace; round?: bigint; type?: number}) =>
      api({
        applyBatch: async ({namespace, dstRound, ops}) => {
          const roots = (ops ?? []).map(({rootType, dstRoot}) => ({
            type: parts.type ?? rootType,
            hash: dstRoot,
          }));
          const round = asRound(parts.round ?? dstRound);
          return [
            await signReceipt(testSigner("mallory"), testContext, parts.namespace ?? namespace, round, roots),
          ];
        },
      });
    const mallory = keyOf("mallory");
    const otherId = runtime.id.map((byte, i) => (i === 31 ? 9 : byte)) as Namespace;
    const liars: StorageApi[] = [
      lie({round: 5n}),
      lie({namespace: otherId}),
      lie({type: rootTypes.state}),
      api({applyBatch: async () => []}),
      api({applyBatch: async () => null}),
      api({applyBatch: (changes) => alice.api.applyBatch(changes)}),
      api({
        applyBatch: async (changes) => {
          const [receipt] = (await alice.api.applyBatch(changes)) ?? [];
          if (receipt === undefined) throw new RangeError("no receipt");
          return [{...receipt, signature: {...receipt.signature, publicKey: mallory}}];
        },
      }),
    ];
    for (const liar of liars) {
      const nodes = [{id: mallory, api: liar}, bob];
      await expect(client(nodes).applyBatch(request)).rejects.toMatchObject({code: "partiallyWritten"});
    }
    const [first] = await client([{id: mallory, api: lie({})}, bob]).applyBatch(request);
    expect(first).toBeDefined();
  });

  test("is tried again every second, 15 times, where a node may have it later", async () => {
    const alice = await honest("alice");
    const {request} = runtime.round({a: "1"});
    for (const failure of [
      new RpcError("Unavailable", "down"),
      new RpcError("PermissionDenied", "not yet"),
      nodeDbErrors.rootNotFound(),
      nodeDbErrors.previousVersionMismatch(),
    ]) {
      clock.slept.length = 0;
      let failures = 15;
      const late = api({
        applyBatch: async (changes) => {
          if (failures-- > 0) throw failure;
          return alice.api.applyBatch(changes);
        },
      });
      const receipts = await client([{...alice, api: late}], 1).applyBatch(request);
      expect(signers(receipts)).toEqual([alice.id]);
      expect(clock.slept).toEqual(Array.from({length: 15}, () => 1000));
      failures = 16;
      const never = client([{...alice, api: late}], 1).applyBatch(request);
      await expect(never).rejects.toMatchObject({code: "notWritten"});
    }
  });

  test("is not tried again after a refusal", async () => {
    const alice = await honest("alice");
    let calls = 0;
    const refusing = api({
      applyBatch: async () => {
        calls++;
        throw nodeDbErrors.alreadyFinalized();
      },
    });
    const write = client([{...alice, api: refusing}], 1).applyBatch(runtime.round({a: "1"}).request);
    await expect(write).rejects.toMatchObject({code: "notWritten"});
    expect(calls).toBe(1);
    const {request} = runtime.last;
    await expect(client([], 1).applyBatch(request)).rejects.toMatchObject({code: "notAvailable"});
  });

  test("ends when the caller gives up", async () => {
    const giveUp = new AbortController();
    const stuck = api({
      applyBatch: (_, options) =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener("abort", () => reject(new RpcError("Canceled", "canceled")));
        }),
    });
    const storage = client([{id: keyOf("alice"), api: stuck}], 1);
    const write = storage.applyBatch(runtime.round({a: "1"}).request, {signal: giveUp.signal});
    giveUp.abort(new RangeError("enough"));
    await expect(write).rejects.toThrow("enough");
    await storage.settled();
  });
});

describe("a read from the storage committee", () => {
  const checkpointsOf = (asked: string[], name: string, fails = false) =>
    api({
      getCheckpoints: async () => {
        asked.push(name);
        if (fails) throw new RpcError("Unavailable", "down");
        return null;
      },
    });
  const request = () => ({version: 1, namespace: runtime.id, rootVersion: null});

  test("asks the preferred first, then the others, until one answers", async () => {
    const asked: string[] = [];
    const names = ["alice", "bob", "carol", "dave"];
    const nodes = names.map((name) => ({id: keyOf(name), api: checkpointsOf(asked, name, name !== "bob")}));
    let answered: unknown = null;
    await client(nodes).getCheckpoints(request(), {
      first: [keyOf("carol")],
      isExcluded: (id) => id.every((byte, i) => byte === keyOf("alice")[i]),
      onAnswer: (id) => {
        answered = id;
      },
    });
    expect(asked[0]).toBe("carol");
    expect(asked).not.toContain("alice");
    expect(asked.at(-1)).toBe("bob");
    expect(answered).toEqual(keyOf("bob"));
  });

  test("is tried again every second, 15 times", async () => {
    const asked: string[] = [];
    const read = client([{id: keyOf("alice"), api: checkpointsOf(asked, "alice", true)}]).getCheckpoints(
      request(),
    );
    await expect(read).rejects.toMatchObject({code: "Unavailable"});
    expect(asked).toHaveLength(16);
    expect(clock.slept).toEqual(Array.from({length: 15}, () => 1000));
  });

  test("takes a difference from one node as a whole", async () => {
    const broken = api({
      getDiff: async function* () {
        yield {final: false, writeLog: [{key: Uint8Array.of(1), value: Uint8Array.of(1)}]};
        throw new RpcError("Unavailable", "gone");
      },
    });
    const alice = await honest("alice");
    const {request: changes} = runtime.round({a: "1"});
    await alice.api.applyBatch(changes);
    const from = emptyRoot(runtime.id, 1n, rootTypes.io);
    const to = {...from, hash: runtime.last.block.block.header.ioRoot};
    const chunks = [];
    const nodes = [{id: keyOf("broken"), api: broken}, alice];
    const diff = {startRoot: from, endRoot: to, options: {offsetKey: null, limit: 0n}};
    for await (const chunk of client(nodes).getDiff(diff, {first: [keyOf("broken")]})) chunks.push(chunk);
    expect(chunks.map(({final, writeLog}) => [final, writeLog?.length])).toEqual([[true, 2]]);
  });

  test("goes to the own storage first, a write to the committee", async () => {
    const asked: string[] = [];
    const own = checkpointsOf(asked, "own");
    const committee = checkpointsOf(asked, "committee");
    await localFirst(own, committee).getCheckpoints(request());
    await localFirst(checkpointsOf(asked, "empty", true), committee).getCheckpoints(request());
    expect(asked).toEqual(["own", "empty", "committee"]);
    const written = api({applyBatch: async () => []});
    const {request: changes} = runtime.round({a: "1"});
    expect(await localFirst(own, written).applyBatch(changes)).toEqual([]);
  });
});
