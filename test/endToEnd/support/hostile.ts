import {once} from "node:events";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  type OutgoingHttpHeaders,
} from "node:http2";
import {connect as connectSocket} from "node:net";

/** HTTP/2 as it is, without a client that behaves. */
export function rawSession(socket: string, initialWindowSize = 65_535): ClientHttp2Session {
  const path = socket.replace(/^unix:/, "");
  const session = connectHttp2("http://localhost", {
    createConnection: () => connectSocket(path),
    settings: {initialWindowSize},
  });
  session.on("error", () => {});
  return session;
}

/** A request of these bytes, in a frame or whatever else they are. */
export function rawCall(
  session: ClientHttp2Session,
  path: string,
  bytes: Uint8Array,
  headers: OutgoingHttpHeaders = {},
): ClientHttp2Stream {
  const stream = session.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc+cbor",
    te: "trailers",
    ...headers,
  });
  stream.on("error", () => {});
  stream.end(bytes);
  return stream;
}

/** Sends bytes over a connection of their own, and resolves when the server has closed it or taken them all. */
export async function rawBytes(socket: string, bytes: Uint8Array): Promise<void> {
  const connection = connectSocket(socket.replace(/^unix:/, ""));
  connection.on("error", () => {});
  connection.resume();
  connection.end(bytes);
  if (!connection.destroyed) await once(connection, "close");
}

/** A message in its frame, or with a length that is a lie. */
export function framed(message: Uint8Array, length = message.length): Uint8Array {
  const frame = new Uint8Array(5 + message.length);
  new DataView(frame.buffer).setUint32(1, length);
  frame.set(message, 5);
  return frame;
}
