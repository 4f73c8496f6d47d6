import {CborError, decode, encode, map, rawMessage, struct, text} from "@oasis-node/primitives/cbor";
import {dispatcherError} from "@oasis-node/runtime/protocol";

const LocalRequest = struct("enclave_rpc.Request", {method: text, args: rawMessage});
const LocalResponse = struct("enclave_rpc.Response", {body: map(text, text)});
const Answer = map(text, LocalResponse);

/**
 * Answers a call of the node itself: a ParaTime has no such methods, only key managers do (runtime-workers §4.7). Throws
 * `CodedError` `rhp/dispatcher` 1 when it is no call.
 */
export function answerLocalCall(request: Uint8Array): Uint8Array {
  const {method} = readLocalCall(request);
  const body = new Map([["Error", `method not found: ${JSON.stringify(method)}`]]);
  return encode(Answer, new Map([["Response", {body}]]));
}

/** Refuses a session with another enclave: only key managers take part in them. Throws `CodedError` always. */
export function refuseSession(frame: Uint8Array): never {
  // The text of the reference for what is no frame at all.
  const isFrame = (frame[0] ?? 0) >> 5 === 5;
  throw dispatcherError(isFrame ? "sessions are not supported" : "unexpected type");
}

function readLocalCall(request: Uint8Array): {readonly method: string} {
  try {
    return decode(LocalRequest, request);
  } catch (error) {
    if (error instanceof CborError) throw dispatcherError("malformed request");
    throw error;
  }
}
