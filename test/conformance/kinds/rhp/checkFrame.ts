import {CborError, encode, encodeFrame, FrameDecoder} from "@oasis-node/primitives/cbor";
import {HostMessage, type Message, messageTypes, RuntimeMessage} from "@oasis-node/runtime/protocol";
import type {Reporter} from "../../kind.ts";
import type {Frame} from "./conversation.ts";

/** A frame decodes, and both sides write it as they did. Null when it does not decode. */
export function checkFrame(frame: Frame, report: Reporter): Message | null {
  const messages = decodeFrames(frame.bytes);
  const [message] = messages;
  report.expect("messages in the frame", 1, messages.length);
  if (message === undefined) return null;
  report.expect("id", frame.id, message.id);
  report.expect("message type", messageTypes[frame.messageType], message.messageType);
  report.expect("body", frame.body, message.body.type);
  report.expect("written by the host", frame.byHost, encode(HostMessage, message));
  const schema = frame.direction === "host->runtime" ? HostMessage : RuntimeMessage;
  report.expect("written by its sender", frame.bytes, encodeFrame(schema, message));
  return message;
}

/** In two pieces, as it can come from a socket. */
function decodeFrames(bytes: Uint8Array): Message[] {
  const messages: Message[] = [];
  const decoder = new FrameDecoder(HostMessage);
  const middle = bytes.length >> 1;
  try {
    decoder.push(bytes.subarray(0, middle), (message) => messages.push(message));
    decoder.push(bytes.subarray(middle), (message) => messages.push(message));
    decoder.end();
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
  }
  return messages;
}
