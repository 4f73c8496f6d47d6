import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of the registry module (consensus-core §10). */
export const registryErrors = errorModule("registry", {
  invalidArgument: [1, "registry: invalid argument"],
  invalidSignature: [2, "registry: invalid signature"],
  badEntityForNode: [3, "registry: unknown entity in node registration"],
  badEntityForRuntime: [4, "registry: unknown entity in runtime registration"],
  noEnclaveForRuntime: [5, "registry: no enclaves for TEE runtime registration"],
  badEnclaveIdentity: [6, "registry: bad enclave id"],
  badCapabilitiesTeeHardware: [7, "registry: bad capabilities.TEE.Hardware"],
  teeHardwareMismatch: [8, "registry: runtime TEE.Hardware mismatches the one in registry"],
  noSuchEntity: [9, "registry: no such entity"],
  noSuchNode: [10, "registry: no such node"],
  noSuchRuntime: [11, "registry: no such runtime"],
  incorrectTxSigner: [12, "registry: incorrect tx signer"],
  nodeExpired: [13, "registry: node expired"],
  nodeCannotBeUnfrozen: [14, "registry: node cannot be unfrozen yet"],
  entityHasNodes: [15, "registry: entity still has nodes"],
  forbidden: [16, "registry: forbidden by policy"],
  nodeUpdateNotAllowed: [17, "registry: node update not allowed"],
  runtimeUpdateNotAllowed: [18, "registry: runtime update not allowed"],
  entityHasRuntimes: [19, "registry: entity still has runtimes"],
});
