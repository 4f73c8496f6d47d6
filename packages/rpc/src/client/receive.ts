import type {ClientHttp2Session} from "node:http2";
import {RpcError} from "../status/index.ts";
import {MessageReader} from "../transport/index.ts";
import {type CallContext, ClientCall} from "./clientCall.ts";

/** The one response of a unary call. Throws what the call ended with. */
export function receiveOne(session: ClientHttp2Session, context: CallContext): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const call = new ClientCall(session, context);
    const reader = new MessageReader();
    let message: Uint8Array | null = null;
    call.stream.on("data", (chunk: Uint8Array) => {
      try {
        reader.push(chunk);
        message ??= reader.next();
      } catch (error) {
        call.cancel(error);
      }
    });
    call.stream.once("close", () => {
      const {error} = call;
      if (error !== undefined) reject(error);
      else if (message === null) reject(new RpcError("Internal", "no message although the status is OK"));
      else resolve(message);
    });
  });
}

/** The responses of a stream, no faster than they are taken. Throws what the call ended with. */
export async function* receiveAll(
  session: ClientHttp2Session,
  context: CallContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  const call = new ClientCall(session, context);
  const {stream} = call;
  const closed = new Promise<void>((resolve) => {
    stream.once("close", () => resolve());
  });
  const reader = new MessageReader();
  let isOver = false;
  try {
    for await (const chunk of stream.iterator({destroyOnReturn: false})) {
      reader.push(chunk);
      for (let message = reader.next(); message !== null; message = reader.next()) yield message;
    }
    isOver = true;
  } catch (error) {
    // What a broken stream throws says less than the status that the call ends with.
    if (error instanceof RpcError) call.cancel(error);
    isOver = true;
  } finally {
    if (!isOver) call.cancel(new RpcError("Canceled", "context canceled"));
  }
  await closed;
  const {error} = call;
  if (error !== undefined) throw error;
}
