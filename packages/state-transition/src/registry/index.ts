export {registryApp} from "./app.ts";
export {AttestationError} from "./attestation/attestationError.ts";
export {SgxConstraints} from "./attestation/constraints.ts";
export {checkEnclave, type EnclaveRules, quoteFromBytes} from "./attestation/quote.ts";
export {type Report, reportFromBody} from "./attestation/report.ts";
export {checkReportSignature} from "./attestation/reportSignature.ts";
export {
  type AttestationSettings,
  attestationSettings,
  rakHash,
  verifyRuntimeTee,
  verifyTee,
} from "./attestation/verifyTee.ts";
export {
  checkRegistryGenesis,
  type RegistryGenesisChecks,
} from "./checkGenesis/checkGenesis.ts";
export {type RegistryEventOrigin, registryEvents} from "./clientEvents.ts";
export {registryErrors} from "./errors.ts";
export {registryAppName, registryEventKeys} from "./events.ts";
export {isNodeExpired} from "./expiry.ts";
export {exportRegistry, initRegistry} from "./genesis.ts";
export {registryKeys} from "./keys.ts";
export {executeRegistryMessage, type RegistryOperations} from "./message.ts";
export {registryMethods} from "./methods.ts";
export {registryQueries} from "./queries.ts";
export {RegistryError} from "./registryError.ts";
export type {RuntimeListener} from "./runtimeListener.ts";
export {checkRegistryState, type RegistryStateChecks} from "./sanity.ts";
export {
  entityClaim,
  entityThresholds,
  nodeClaim,
  nodeThresholds,
  runtimeClaim,
  runtimeStakingAddress,
  runtimeThresholds,
} from "./stakeClaims.ts";
export {RegistryState} from "./state.ts";
export * from "./types/index.ts";
export {type RuntimeChecks, RuntimeError, type RuntimeErrorCode, validateRuntime} from "./validateRuntime.ts";
export {checkRuntimeGenesis} from "./verify/verifyRuntime.ts";
