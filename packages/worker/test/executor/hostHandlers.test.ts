import {GetPrefixesRequest, GetRequest, IterateRequest, ProofResponse} from "@oasis-node/mkvs/syncer";
import {utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {storageEndpoints} from "@oasis-node/runtime/protocol";
import {describe, expect, test} from "vitest";
import {executorHandlers, type HostServices, hostHandlers} from "../../src/executor/index.ts";
import {checkedTransaction, TransactionPool} from "../../src/transactionPool/index.ts";

const {signal} = new AbortController();
const none = {syncGet: null, syncGetPrefixes: null, syncIterate: null};

/** Services that tell what they were asked. */
function recorded(keyManager: HostServices["keyManager"] = null) {
  const asked: string[] = [];
  const kept = new Map<string, Uint8Array>();
  const answer = (name: string) => async () => {
    asked.push(name);
    return ProofResponse.zero();
  };
  const services: HostServices = {
    storage: {syncGet: answer("get"), syncGetPrefixes: answer("prefixes"), syncIterate: answer("iterate")},
    consensusLight: {
      stateSyncGet: answer("state get"),
      stateSyncGetPrefixes: answer("state prefixes"),
      stateSyncIterate: answer("state iterate"),
      getLightBlock: async (height) => ({height, meta: utf8("block")}),
    },
    localStorage: {
      get: (key) => kept.get(Buffer.from(key).toString()) ?? new Uint8Array(),
      set: (key, value) => {
        kept.set(Buffer.from(key).toString(), value);
      },
    },
    keyManager,
  };
  return {asked, services, handlers: hostHandlers(services)};
}

describe("a runtime's host", () => {
  test.each([
    [storageEndpoints.runtime, ["get", "prefixes", "iterate"]],
    [storageEndpoints.consensus, ["state get", "state prefixes", "state iterate"]],
  ])("reads for it at endpoint %i", async (endpoint, expected) => {
    const {asked, handlers} = recorded();
    const requests = [
      {...none, syncGet: GetRequest.zero()},
      {...none, syncGetPrefixes: GetPrefixesRequest.zero()},
      {...none, syncIterate: IterateRequest.zero()},
    ];
    for (const request of requests) {
      const answer = await handlers.HostStorageSyncRequest?.({endpoint, ...request}, {signal});
      expect(answer).toEqual({proofResponse: ProofResponse.zero()});
    }
    expect(asked).toEqual(expected);
  });

  test("does not read elsewhere, nor nothing", async () => {
    const {handlers} = recorded();
    const read = async (endpoint: number, request: typeof none | {syncGet: GetRequest}) =>
      handlers.HostStorageSyncRequest?.({...none, ...request, endpoint}, {signal});
    await expect(read(2, {...none, syncGet: GetRequest.zero()})).rejects.toMatchObject({
      code: "endpointNotSupported",
    });
    await expect(read(0, none)).rejects.toMatchObject({code: "methodNotSupported"});
  });

  test("keeps for it what it wants", async () => {
    const {handlers} = recorded();
    expect(await handlers.HostLocalStorageGetRequest?.({key: utf8("k")}, {signal})).toEqual({
      value: new Uint8Array(),
    });
    await handlers.HostLocalStorageSetRequest?.({key: utf8("k"), value: utf8("v")}, {signal});
    expect(await handlers.HostLocalStorageGetRequest?.({key: utf8("k")}, {signal})).toEqual({
      value: utf8("v"),
    });
  });

  test("fetches consensus blocks; a height that is none is an error", async () => {
    const {handlers} = recorded();
    const fetched = async (height: bigint) => handlers.HostFetchConsensusBlockRequest?.({height}, {signal});
    expect(await fetched(7n)).toEqual({block: {height: 7n, meta: utf8("block")}});
    await expect(fetched(2n ** 63n)).rejects.toThrow();
  });

  test("forwards to the key manager if there is one, and nowhere else", async () => {
    const call = (handlers: ReturnType<typeof hostHandlers>, endpoint: string) =>
      (async () => handlers.HostRPCCallRequest?.({endpoint, request: utf8("frame")}, {signal}))();
    await expect(call(recorded().handlers, "key-manager")).rejects.toMatchObject({code: "unavailable"});
    const {handlers} = recorded({callRemote: async (request) => request});
    expect(await call(handlers, "key-manager")).toEqual({response: utf8("frame")});
    await expect(call(handlers, "other")).rejects.toMatchObject({code: "endpointNotSupported"});
  });

  test("gives transactions to the executor's runtime only", async () => {
    const {services, handlers} = recorded();
    expect(handlers.HostFetchTxBatchRequest).toBeUndefined();
    const pool = new TransactionPool({maxCount: 9, maxBytes: 99});
    for (const [name, priority] of [
      ["a", 3n],
      ["b", 2n],
      ["c", 1n],
    ] as const)
      pool.add(checkedTransaction(utf8(name), {priority}));
    const fetch = executorHandlers(services, pool).HostFetchTxBatchRequest;
    expect(await fetch?.({offset: null, limit: 2}, {signal})).toEqual({batch: [utf8("a"), utf8("b")]});
    expect(await fetch?.({offset: hashOf(utf8("a")), limit: 9}, {signal})).toEqual({
      batch: [utf8("b"), utf8("c")],
    });
    expect(await fetch?.({offset: hashOf(utf8("x")), limit: 9}, {signal})).toEqual({batch: []});
    expect(pool.size).toBe(3);
  });
});
