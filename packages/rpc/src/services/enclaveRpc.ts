import {bytes, omitEmpty, struct, text, type ValueOf} from "@oasis-node/primitives/cbor";
import {Namespace} from "@oasis-node/primitives/namespace";
import {defineService, unary} from "../service/index.ts";

/** What goes to an enclave; `payload` is the CBOR of a frame. */
export const CallEnclaveRequest = struct("enclaverpc.CallEnclaveRequest", {
  runtimeId: Namespace,
  endpoint: text,
  payload: bytes,
});
export type CallEnclaveRequest = ValueOf<typeof CallEnclaveRequest>;

/** A frame between enclaves: an encrypted payload, and a method's name that the node may read. */
export const EnclaveRpcFrame = struct("enclaverpc.Frame", {
  session: omitEmpty(bytes),
  untrustedPlaintext: omitEmpty(text),
  payload: omitEmpty(bytes),
});
export type EnclaveRpcFrame = ValueOf<typeof EnclaveRpcFrame>;

/** Calls of enclaves (cli-config-grpc §5.3). */
export const enclaveRpcService = defineService("EnclaveRPC", {
  callEnclave: unary(CallEnclaveRequest, bytes),
});
