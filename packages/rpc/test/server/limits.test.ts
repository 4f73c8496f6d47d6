import {once} from "node:events";
import {type ClientHttp2Stream, connect, constants} from "node:http2";
import {connect as connectSocket} from "node:net";
import {text} from "@oasis-node/primitives/cbor";
import {silentLogger} from "@oasis-node/primitives/log";
import {describe, expect, onTestFinished, test} from "vitest";
import {RpcServer} from "../../src/server/index.ts";
import {defineService, stream} from "../../src/service/index.ts";
import {clientOf, gate, sampleServer, sampleService, socketPath} from "../support.ts";

function rawStream(path: string, method: string) {
  const session = connect("http://localhost", {createConnection: () => connectSocket(path)});
  session.on("error", () => {});
  onTestFinished(() => session.destroy());
  const raw = session.request({":method": "POST", ":path": method, "content-type": "application/grpc"});
  raw.on("error", () => {});
  raw.end(Uint8Array.of(0, 0, 0, 0, 0));
  return {session, raw};
}

/** Unlike `once`, indifferent to errors. */
function closeOf(raw: ClientHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    raw.once("close", resolve);
  });
}

const flood = defineService("Flood", {blocks: stream(null, text)});

describe("a reader who does not read", () => {
  test("holds the stream up and takes no memory", async () => {
    const path = await socketPath();
    const server = new RpcServer({logger: silentLogger, limits: {stalled: 300}});
    onTestFinished(() => server.stop(0));
    let produced = 0;
    const over = gate();
    server.register(flood, {
      blocks: async function* () {
        try {
          for (;;) {
            produced++;
            yield "x".repeat(100_000);
          }
        } finally {
          over.open();
        }
      },
    });
    await server.listenUnix(path);
    const {raw} = rawStream(path, "/oasis-core.Flood/Blocks");
    const closed = closeOf(raw);
    await over.opened;
    // What one window takes and what lies ready behind it, of an endless stream.
    expect(produced).toBeLessThan(30);
    raw.resume();
    await closed;
    expect(raw.rstCode).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  });

  test("loses a large answer after a while", async () => {
    const {path} = await sampleServer({greet: async () => "x".repeat(10_000_000)}, {limits: {stalled: 200}});
    const {raw} = rawStream(path, "/oasis-core.Sample/Greet");
    await once(raw, "response");
    // Nobody reads, so the end has to come by itself.
    const closed = closeOf(raw);
    raw.on("aborted", () => raw.resume());
    await closed;
    expect(raw.rstCode).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  });

  test("does not disturb others on the same connection", async () => {
    const {path} = await sampleServer();
    const client = clientOf(path).api(sampleService);
    const reader = client.ticks()[Symbol.asyncIterator]();
    await reader.next();
    const answers = await Promise.all(Array.from({length: 200}, (_, n) => client.double(BigInt(n))));
    expect(answers).toHaveLength(200);
    await reader.return?.();
  });
});

describe("connections", () => {
  test("without calls are closed after the idle time", async () => {
    const {path} = await sampleServer({}, {limits: {idle: 100}});
    const session = connect("http://localhost", {createConnection: () => connectSocket(path)});
    await once(session, "close");
    expect(session.destroyed).toBe(true);
  });

  test("stay open for further calls while a stream on them waits", async () => {
    const next = gate();
    const ticks = async function* () {
      yield 1n;
      await next.opened;
      yield 2n;
    };
    const {path} = await sampleServer({ticks}, {limits: {idle: 50}});
    const {session, raw} = rawStream(path, "/oasis-core.Sample/Ticks");
    let isGoing = false;
    session.on("goaway", () => {
      isGoing = true;
    });
    raw.resume();
    await once(raw, "response");
    setTimeout(next.open, 250);
    await closeOf(raw);
    expect(isGoing).toBe(false);
  });
});

describe("a server that stops", () => {
  test("lets calls finish, ends streams, and takes no more", async () => {
    const started = gate();
    const go = gate();
    const {server, path} = await sampleServer({
      greet: async () => {
        started.open();
        await go.opened;
        return "done";
      },
      ticks: async function* (_, options) {
        yield 1n;
        await once(options?.signal ?? new AbortController().signal, "abort");
      },
    });
    const api = clientOf(path).api(sampleService);
    const ticks = api.ticks()[Symbol.asyncIterator]();
    await ticks.next();
    const call = api.greet();
    await started.opened;
    const stopped = server.stop(5000);
    await expect(ticks.next()).rejects.toMatchObject({code: "Unavailable"});
    go.open();
    expect(await call).toBe("done");
    await stopped;
    await expect(api.ping()).rejects.toMatchObject({code: "Unavailable"});
    await server.stop();
  });

  test("waits no longer than it was told", async () => {
    const started = gate();
    const {server, path} = await sampleServer({
      ping: async () => {
        started.open();
        await new Promise(() => {});
      },
    });
    const call = clientOf(path).api(sampleService).ping();
    const failed = expect(call).rejects.toMatchObject({code: "Unavailable"});
    await started.opened;
    await server.stop(50);
    await failed;
  });
});
