import {encodeFrame, FrameDecoder} from "@oasis-node/primitives/cbor";
import {CodedError} from "@oasis-node/primitives/errors";
import {silentLogger} from "@oasis-node/primitives/log";
import {Version} from "@oasis-node/primitives/version";
import {describe, expect, test} from "vitest";
import {
  type Body,
  connectRuntime,
  type Handlers,
  HostMessage,
  type HostRequests,
  hostConnection,
  type Message,
  messageTypes,
  RhpError,
  RuntimeMessage,
  type RuntimeRequests,
  serveHost,
} from "../../src/protocol/index.ts";
import {hostInfo, queryOf, runtimeId} from "../support/hosting.ts";
import {ManualClock} from "../support/manualClock.ts";
import {streamPair} from "../support/streams.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const limits = {outgoing: 1000, incoming: 4};

/** Both ends of a connection that has been begun. */
async function connected(
  runtimeHandlers: Handlers<RuntimeRequests>,
  hostHandlers: Handlers<HostRequests> = {},
  clock = new ManualClock(),
) {
  const [near, far] = streamPair();
  const options = {clock, logger: silentLogger, limits};
  const features = {scheduleControl: {initialBatchSize: 10}};
  const session = {...options, stream: far, runtimeVersion: Version.make({minor: 3}), features};
  const runtime = serveHost(session, runtimeHandlers);
  const {connection, info} = await connectRuntime(
    {...options, stream: near, runtimeId, hostInfo, localConfig: null},
    hostHandlers,
  );
  return {host: connection, runtime, info, clock, near, far};
}

describe("two ends of a connection", () => {
  test("shake hands, and then answer each other at the same time, in any order", async () => {
    const gate = Promise.withResolvers<void>();
    const {host, runtime, info} = await connected(
      {
        RuntimeQueryRequest: async ({method}) => {
          if (method === "slow") await gate.promise;
          return {data: bytes(method)};
        },
      },
      {HostLocalStorageGetRequest: ({key}) => ({value: key})},
    );
    expect(info.features?.scheduleControl?.initialBatchSize).toBe(10);
    const slow = host.call("RuntimeQueryRequest", queryOf("slow"));
    expect((await host.call("RuntimeQueryRequest", queryOf("fast"))).data).toEqual(bytes("fast"));
    expect((await runtime.call("HostLocalStorageGetRequest", {key: bytes("k")})).value).toEqual(bytes("k"));
    gate.resolve();
    expect((await slow).data).toEqual(bytes("slow"));
    host.close();
    expect((await runtime.closed).code).toBe("closed");
  });

  test("errors arrive with module, number and text; those without a number as unknown 1", async () => {
    const {host, runtime} = await connected(
      {
        RuntimeQueryRequest: () => {
          throw new CodedError("dispatcher", 1, "bad block");
        },
      },
      {
        HostLocalStorageGetRequest: () => {
          throw new RangeError("disk on fire");
        },
      },
    );
    const query = host.call("RuntimeQueryRequest", queryOf("x"));
    await expect(query).rejects.toMatchObject({module: "dispatcher", code: 1, message: "bad block"});
    const get = runtime.call("HostLocalStorageGetRequest", {key: bytes("k")});
    await expect(get).rejects.toMatchObject({module: "unknown", code: 1, message: "disk on fire"});
    const unserved = runtime.call("HostFetchTxBatchRequest", {offset: null, limit: 1});
    await expect(unserved).rejects.toMatchObject({
      module: "unknown",
      code: 1,
      message: "method not supported",
    });
    const shutdown = host.call("RuntimeShutdownRequest", {});
    await expect(shutdown).rejects.toMatchObject({
      module: "rhp/dispatcher",
      code: 1,
      message: "method not supported",
    });
  });

  test("a call ends with its signal or its time, and the late answer is dropped", async () => {
    const gate = Promise.withResolvers<void>();
    const handlers = {
      RuntimeQueryRequest: async () => {
        await gate.promise;
        return {data: null};
      },
    };
    const {host, clock} = await connected(handlers);
    const given = new AbortController();
    const aborted = host.call("RuntimeQueryRequest", queryOf("a"), {signal: given.signal});
    given.abort(new RangeError("enough"));
    await expect(aborted).rejects.toThrow("enough");
    const late = host.call("RuntimeQueryRequest", queryOf("b"), {timeoutMs: 300});
    clock.advance(300);
    await expect(late).rejects.toMatchObject({code: "timeout"});
    gate.resolve();
    await host.call("RuntimePingRequest", {});
    expect(host.phase).toBe("ready");
  });

  test("what waits ends with the connection, and handlers are told", async () => {
    const told = Promise.withResolvers<void>();
    const {host, runtime} = await connected({
      RuntimeQueryRequest: (_request, {signal}) => {
        signal.addEventListener("abort", () => told.resolve());
        return new Promise(() => {});
      },
    });
    const query = host.call("RuntimeQueryRequest", queryOf("x"));
    await host.call("RuntimePingRequest", {});
    host.close();
    await expect(query).rejects.toMatchObject({code: "closed"});
    await runtime.closed;
    await told.promise;
  });

  test("null where a runtime needs bytes goes out as empty", async () => {
    const seen: unknown[] = [];
    const {host} = await connected({
      RuntimeRPCCallRequest: ({request}) => {
        seen.push(request);
        return {response: null};
      },
    });
    expect((await host.call("RuntimeRPCCallRequest", {request: null})).response).toEqual(new Uint8Array());
    expect(seen).toEqual([new Uint8Array()]);
  });

  test("a request that goes into no frame fails by itself", async () => {
    const {host} = await connected({});
    const call = host.call("RuntimeRPCCallRequest", {request: new Uint8Array(17 << 20)});
    await expect(call).rejects.toMatchObject({code: "limit"});
    await host.call("RuntimePingRequest", {});
  });
});

describe("a runtime before it knows its host", () => {
  test("answers pings, refuses the rest, and refuses hosts of another kind", async () => {
    const [near, far] = streamPair();
    const options = {clock: new ManualClock(), logger: silentLogger};
    serveHost({...options, stream: far, runtimeVersion: Version.zero(), features: null}, {});
    const host = hostConnection({...options, stream: near}, {});
    host.becomeReady();
    await host.call("RuntimePingRequest", {});
    const early = "host environment information not configured";
    await expect(host.call("RuntimeQueryRequest", queryOf("x"))).rejects.toThrow(early);
    await expect(host.call("RuntimeAbortRequest", {})).rejects.toThrow(early);
    const info = {...hostInfo, runtimeId, localConfig: null};
    const wrong = {...info, consensusProtocolVersion: Version.make({major: 5})};
    for (const other of [{...info, consensusBackend: "mock"}, wrong])
      await expect(host.call("RuntimeInfoRequest", other)).rejects.toThrow("incompatible consensus backend");
    await host.call("RuntimeInfoRequest", info);
    await expect(host.call("RuntimeInfoRequest", info)).rejects.toThrow("already initialized");
    await expect(host.call("RuntimeQueryRequest", queryOf("x"))).rejects.toThrow("method not supported");
  });
});

describe("a hostile runtime", () => {
  /** The host's end, and the other to write anything to. */
  function hosting(handlers: Handlers<HostRequests> = {}) {
    const [near, far] = streamPair();
    const clock = new ManualClock();
    const options = {
      stream: near,
      clock,
      logger: silentLogger,
      limits,
      runtimeId,
      hostInfo,
      localConfig: null,
    };
    const begun = connectRuntime(options, handlers);
    begun.catch(() => {});
    const answers: Message[] = [];
    const decoder = new FrameDecoder(HostMessage);
    far.on("data", (chunk) => decoder.push(chunk, (message) => answers.push(message)));
    const send = (id: bigint, messageType: number, body: Body) =>
      far.write(encodeFrame(RuntimeMessage, {id, messageType, body}));
    return {begun, far, clock, answers, send};
  }

  const infoOf = (major: number): Body => ({
    type: "RuntimeInfoResponse",
    value: {protocolVersion: Version.make({major}), runtimeVersion: Version.zero(), features: null},
  });

  test("that says nothing is given up after a second", async () => {
    const {begun, clock} = hosting();
    expect(clock.waits).toContain(1000);
    clock.advance(1000);
    await expect(begun).rejects.toMatchObject({code: "timeout"});
  });

  test("of another major version is refused, whatever its minor", async () => {
    for (const major of [0, 3, 5]) {
      const {begun, send} = hosting();
      send(0n, messageTypes.response, infoOf(major));
      await expect(begun).rejects.toMatchObject({code: "incompatibleVersion"});
    }
  });

  test("that answers something else is refused", async () => {
    const {begun, send} = hosting();
    send(0n, messageTypes.response, {type: "Empty", value: {}});
    await expect(begun).rejects.toMatchObject({code: "unexpectedResponse"});
  });

  test("that ends inside a frame, is too long, or leaves bytes over ends the connection", async () => {
    const good = encodeFrame(RuntimeMessage, {id: 0n, messageType: 2, body: infoOf(4)});
    const longer = new Uint8Array(good.length + 1);
    longer.set(good);
    new DataView(longer.buffer).setUint32(0, good.length - 4 + 1);
    for (const frame of [good.subarray(0, 9), Uint8Array.of(1, 0, 0, 1), longer]) {
      const {begun, far} = hosting();
      far.end(frame);
      await expect(begun).rejects.toMatchObject({code: "badFrame"});
    }
  });

  test("that asks before the connection is ready is told so", async () => {
    const {begun, send, answers} = hosting({HostLocalStorageGetRequest: ({key}) => ({value: key})});
    send(5n, messageTypes.request, {type: "HostLocalStorageGetRequest", value: {key: bytes("k")}});
    send(0n, messageTypes.response, infoOf(4));
    await begun;
    expect(answers.at(-1)).toMatchObject({
      id: 5n,
      body: {type: "Error", value: {module: "rhp/internal", code: 1}},
    });
  });

  test("that asks without end is served no more at once than allowed", async () => {
    let [now, most, served] = [0, 0, 0];
    const {begun, send} = hosting({
      HostLocalStorageGetRequest: async ({key}) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        served++;
        return {value: key};
      },
    });
    send(0n, messageTypes.response, infoOf(4));
    const {connection} = await begun;
    // Each frame is as long as a slice that is read, so that the limit holds exactly.
    const key = new Uint8Array(70_000);
    for (let id = 0n; id < 100n; id++)
      send(id, messageTypes.request, {type: "HostLocalStorageGetRequest", value: {key}});
    while (served < 100) await new Promise((resolve) => setImmediate(resolve));
    expect(most).toBeLessThanOrEqual(limits.incoming);
    connection.close();
  });

  test("that does not read ends the connection after five seconds", async () => {
    const [near, far] = streamPair();
    const clock = new ManualClock();
    const host = hostConnection({stream: near, clock, logger: silentLogger}, {});
    host.becomeReady();
    far.pause();
    const call = host.call("RuntimeRPCCallRequest", {request: new Uint8Array(1 << 20)});
    call.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(5000);
    await expect(call).rejects.toBeInstanceOf(RhpError);
    expect((await host.closed).code).toBe("writeTimeout");
  });
});
