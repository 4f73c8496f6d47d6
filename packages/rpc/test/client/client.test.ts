import {constants, createServer as createHttp2Server, type ServerHttp2Stream} from "node:http2";
import {createServer} from "node:net";
import {silentLogger} from "@oasis-node/primitives/log";
import {describe, expect, onTestFinished, test} from "vitest";
import {addressText, ClientError, connect, parseAddress} from "../../src/client/index.ts";
import {RpcServer} from "../../src/server/index.ts";
import {RpcError} from "../../src/status/index.ts";
import {clientOf, sampleApi, sampleServer, sampleService, socketPath} from "../support.ts";

describe("addresses", () => {
  test.each([
    ["unix:internal.sock", "unix internal.sock"],
    ["unix:/node/data/internal.sock", "unix /node/data/internal.sock"],
    ["unix:///node/data/internal.sock", "unix /node/data/internal.sock"],
    ["127.0.0.1:9100", "tcp 127.0.0.1:9100"],
    ["example.com:1", "tcp example.com:1"],
    ["[::1]:9100", "tcp [::1]:9100"],
  ])("%s is one", (text, named) => {
    expect(addressText(parseAddress(text))).toBe(named);
  });

  test.each(["", "unix:", "host", "host:0", "host:65536", "::1:9100", ":9100", "host:12x"])(
    "'%s' is none",
    (text) => {
      expect(() => connect(text)).toThrow(ClientError);
    },
  );
});

describe("a server that is not there", () => {
  test("fails calls with the recorded text", async () => {
    const path = await socketPath();
    const reading = `transport: Error while dialing dial unix ${path}: connect: no such file or directory`;
    await expect(clientOf(path).api(sampleService).ping()).rejects.toThrow(
      `rpc error: code = Unavailable desc = connection error: desc = "${reading}"`,
    );
  });

  test("is waited for by those who want to", async () => {
    const path = await socketPath();
    const api = clientOf(path, {waitForReady: true}).api(sampleService);
    const call = api.greet();
    await expect(api.ping(undefined, {waitForReady: false})).rejects.toBeInstanceOf(RpcError);
    const server = new RpcServer({logger: silentLogger});
    onTestFinished(() => server.stop(0));
    server.register(sampleService, sampleApi);
    await server.listenUnix(path);
    expect(await call).toBe("hello");
  });

  test("is not waited for after the caller gave up, or closed the client", async () => {
    const path = await socketPath();
    const client = clientOf(path, {waitForReady: true});
    const api = client.api(sampleService);
    const reason = new RpcError("Canceled", "enough");
    const controller = new AbortController();
    const given = expect(api.ping(undefined, {signal: controller.signal})).rejects.toBe(reason);
    const closed = expect(api.ping()).rejects.toMatchObject({code: "Canceled"});
    controller.abort(reason);
    await given;
    client.close();
    await closed;
  });

  test("and then is there again is found again", async () => {
    const {server, path} = await sampleServer();
    const api = clientOf(path, {waitForReady: true}).api(sampleService);
    expect(await api.greet()).toBe("hello");
    await server.stop();
    const next = new RpcServer({logger: silentLogger});
    onTestFinished(() => next.stop(0));
    next.register(sampleService, sampleApi);
    await next.listenUnix(path);
    expect(await api.greet()).toBe("hello");
  });
});

test("a call that the server did not look at is made once more", async () => {
  const path = await socketPath();
  let calls = 0;
  const server = createHttp2Server();
  server.on("stream", (stream: ServerHttp2Stream) => {
    stream.on("error", () => {});
    stream.resume();
    calls++;
    if (calls !== 2) {
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
      return;
    }
    stream.respond({"content-type": "application/grpc"}, {waitForTrailers: true});
    stream.on("wantTrailers", () => stream.sendTrailers({"grpc-status": "0"}));
    stream.end(Uint8Array.of(0, 0, 0, 0, 0));
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const api = clientOf(path).api(sampleService);
  await api.ping();
  expect(calls).toBe(2);
  await expect(api.ping()).rejects.toMatchObject({code: "Unavailable"});
  expect(calls).toBe(4);
});

test("a server that is none gives an error, not silence", async () => {
  const path = await socketPath();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  await expect(clientOf(path).api(sampleService).ping()).rejects.toBeInstanceOf(RpcError);
});
