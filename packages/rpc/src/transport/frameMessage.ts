import {RpcError} from "../status/index.ts";
import {headSize, maxMessageSize} from "./messageReader.ts";

/** A message with flag and length before it. Throws `RpcError` `ResourceExhausted` for one beyond 100 MiB. */
export function frameMessage(message: Uint8Array): Uint8Array {
  const size = message.length;
  if (size > maxMessageSize) {
    const text = `trying to send message larger than max (${size} vs. ${maxMessageSize})`;
    throw new RpcError("ResourceExhausted", text, {details: {size, max: maxMessageSize}});
  }
  const framed = Buffer.allocUnsafe(headSize + size);
  framed[0] = 0;
  framed.writeUInt32BE(size, 1);
  framed.set(message, headSize);
  return framed;
}

/** The nil message: no bytes (cli-config-grpc §5.1). */
export const nilMessage: Uint8Array = new Uint8Array();
