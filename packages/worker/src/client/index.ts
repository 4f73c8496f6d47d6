export type {ClientChain, ClientRuntimeParts} from "./clientRuntime.ts";
export {RuntimeClientError, type RuntimeClientErrorCode} from "./errors.ts";
export type {TreeReads} from "./ioRound.ts";
export {type ClientHost, hostTimeoutMs} from "./ownHost.ts";
export {type ParatimeStatusOptions, paratimeStatus} from "./paratimeStatus.ts";
export {
  defaultSubmissionLimits,
  minTransactionAge,
  RuntimeClient,
  type RuntimeClientOptions,
} from "./runtimeClient.ts";
