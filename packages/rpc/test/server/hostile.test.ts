import {type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders} from "node:http2";
import {connect as connectSocket} from "node:net";
import {encode, u64} from "@oasis-node/primitives/cbor";
import {describe, expect, onTestFinished, test} from "vitest";
import {decodeStatusText} from "../../src/status/index.ts";
import {clientOf, gate, sampleServer, sampleService} from "../support.ts";

/** What came back on a stream. */
interface Answer {
  readonly status: number | undefined;
  readonly text: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly resetCode: number | undefined;
}

const usual = {":method": "POST", "content-type": "application/grpc+cbor", te: "trailers"};

function sessionTo(path: string): ClientHttp2Session {
  const session = connect("http://localhost", {createConnection: () => connectSocket(path)});
  session.on("error", () => {});
  onTestFinished(() => session.destroy());
  return session;
}

/** Sends bytes as they are and ends the request. */
function send(
  session: ClientHttp2Session,
  method: string,
  bytes: readonly number[],
  headers: OutgoingHttpHeaders = {},
): Promise<Answer> {
  const stream = session.request({...usual, ":path": method, ...headers});
  stream.end(Uint8Array.from(bytes));
  return answerOf(stream);
}

function answerOf(stream: ReturnType<ClientHttp2Session["request"]>): Promise<Answer> {
  return new Promise((resolve) => {
    let head: Readonly<Record<string, unknown>> = {};
    let trailers: Readonly<Record<string, unknown>> = {};
    const chunks: Uint8Array[] = [];
    stream.on("response", (headers) => {
      head = headers;
    });
    stream.on("trailers", (headers) => {
      trailers = headers;
    });
    stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    stream.on("error", () => {});
    stream.on("close", () => {
      const all = {...head, ...trailers};
      const code = all["grpc-status"];
      const text = all["grpc-message"];
      resolve({
        status: code === undefined ? undefined : Number(code),
        text: text === undefined ? undefined : decodeStatusText(String(text)),
        contentType: head["content-type"] === undefined ? undefined : String(head["content-type"]),
        body: Buffer.concat(chunks).toString("hex"),
        resetCode: stream.rstCode,
      });
    });
  });
}

const double = "/oasis-core.Sample/Double";
const greet = "/oasis-core.Sample/Greet";
const ticks = "/oasis-core.Sample/Ticks";
const ping = "/oasis-core.Sample/Ping";

describe("on the wire", () => {
  test("a call is answered with frame, trailers and content type as recorded", async () => {
    const {path} = await sampleServer();
    const answer = await send(sessionTo(path), double, [0, 0, 0, 0, 1, 4]);
    expect(answer).toMatchObject({status: 0, contentType: "application/grpc+cbor", body: "000000000108"});
  });

  test("nil is zero bytes, in both directions", async () => {
    const {path} = await sampleServer();
    expect(await send(sessionTo(path), ping, [0, 0, 0, 0, 0])).toMatchObject({status: 0, body: "0000000000"});
  });

  test("an empty message where a value is expected is the zero value", async () => {
    const {path} = await sampleServer();
    expect(await send(sessionTo(path), double, [0, 0, 0, 0, 0])).toMatchObject({
      status: 0,
      body: "000000000100",
    });
  });

  test("null for nil is taken by unary methods and refused by streams", async () => {
    const {path} = await sampleServer();
    const session = sessionTo(path);
    expect(await send(session, greet, [0, 0, 0, 0, 1, 0xf6])).toMatchObject({status: 0});
    expect(await send(session, ticks, [0, 0, 0, 0, 1, 0xf6])).toMatchObject({
      status: 13,
      text: "grpc: failed to unmarshal the received message cbor: Unmarshal(nil)",
    });
  });

  test("the content type keeps the caller's subtype; what it encodes is CBOR all the same", async () => {
    const {path} = await sampleServer();
    const session = sessionTo(path);
    for (const type of ["application/grpc", "application/grpc+proto"]) {
      const answer = await send(session, double, [0, 0, 0, 0, 1, 4], {"content-type": type});
      expect(answer).toMatchObject({status: 0, contentType: type, body: "000000000108"});
    }
  });
});

describe("bad input", () => {
  test.each([
    ["a bad flag", double, [9, 0, 0, 0, 1, 4], 13, "grpc: received unexpected payload format 9"],
    ["a compressed flag", double, [1, 0, 0, 0, 1, 4], 13, /compressed flag set/],
    ["a huge length", double, [0, 255, 255, 255, 255, 4], 8, /larger than max \(4294967295 vs. 104857600\)/],
    ["less than the length", double, [0, 0, 0, 0, 2, 4], 2, "unexpected EOF"],
    ["half a head", double, [0, 0, 0], 2, "unexpected EOF"],
    ["nothing", double, [], 2, "EOF"],
    [
      "less than the length, to a stream",
      "/oasis-core.Sample/Count",
      [0, 0, 0, 0, 2, 4],
      13,
      "unexpected EOF",
    ],
    ["CBOR of another type", double, [0, 0, 0, 0, 1, 0x60], 13, /^grpc: error unmarshalling request: cbor: /],
    ["CBOR that is cut", double, [0, 0, 0, 0, 1, 0x19], 13, /^grpc: error unmarshalling request: cbor: /],
    ["CBOR of indefinite length", double, [0, 0, 0, 0, 2, 0x9f, 0xff], 13, /^grpc: error unmarshalling/],
    [
      "bad CBOR to a stream",
      "/oasis-core.Sample/Count",
      [0, 0, 0, 0, 1, 0x60],
      13,
      /^grpc: failed to unmarshal the received message cbor: /,
    ],
    ["an unknown service", "/oasis-core.Nope/Double", [0, 0, 0, 0, 0], 12, "unknown service oasis-core.Nope"],
    [
      "an unknown method",
      "/oasis-core.Sample/Nope",
      [0, 0, 0, 0, 0],
      12,
      "unknown method Nope for service oasis-core.Sample",
    ],
    ["no method", "/nothing", [0, 0, 0, 0, 0], 12, 'malformed method name: "/nothing"'],
  ] as const)("%s gets its status", async (_, method, bytes, status, text) => {
    const {path} = await sampleServer();
    const session = sessionTo(path);
    const answer = await send(session, method, bytes);
    expect(answer.status).toBe(status);
    expect(answer.text).toEqual(text instanceof RegExp ? expect.stringMatching(text) : text);
    // Neither the connection nor the server took harm.
    expect(await send(session, double, [0, 0, 0, 0, 1, 4])).toMatchObject({status: 0});
  });

  test("a compressed request is refused", async () => {
    const {path} = await sampleServer();
    const answer = await send(sessionTo(path), double, [1, 0, 0, 0, 1, 4], {"grpc-encoding": "gzip"});
    expect(answer).toMatchObject({
      status: 12,
      text: 'grpc: Decompressor is not installed for grpc-encoding "gzip"',
    });
  });

  test.each([
    ["no content type", {"content-type": undefined}],
    ["another content type", {"content-type": "application/json"}],
    ["a bad timeout", {"grpc-timeout": "soon"}],
    ["another verb", {":method": "GET"}],
  ])("headers with %s reset the stream and nothing else", async (_, headers) => {
    const {path} = await sampleServer();
    const session = sessionTo(path);
    const answer = await send(session, double, [0, 0, 0, 0, 1, 4], headers as OutgoingHttpHeaders);
    expect(answer).toMatchObject({status: undefined, resetCode: constants.NGHTTP2_PROTOCOL_ERROR});
    expect(await send(session, double, [0, 0, 0, 0, 1, 4])).toMatchObject({status: 0});
  });

  test("what is no HTTP/2 ends its own connection only", async () => {
    const {path} = await sampleServer();
    const socket = connectSocket(path);
    const ended = gate();
    socket.on("error", () => {});
    socket.on("close", ended.open);
    socket.resume();
    socket.write("GET / HTTP/1.1\r\n\r\nrubbish rubbish rubbish rubbish");
    await ended.opened;
    expect(await clientOf(path).api(sampleService).double(4n)).toBe(8n);
  });

  test("a caller who goes on sending after its message is answered", async () => {
    const {path} = await sampleServer();
    const stream = sessionTo(path).request({...usual, ":path": double});
    stream.write(Uint8Array.of(0, 0, 0, 0, 1, ...encode(u64, 4n)));
    expect(await answerOf(stream)).toMatchObject({status: 0, body: "000000000108"});
  });
});
