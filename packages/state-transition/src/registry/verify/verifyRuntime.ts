import {toBase64} from "@oasis-node/primitives/bytes";
import {isEmptyHash} from "@oasis-node/primitives/hash";
import {isTestNamespace} from "@oasis-node/primitives/namespace";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {memberText} from "../../enumeration/index.ts";
import {isSingleRole, teeHardware} from "../../node/index.ts";
import {sgxConstraints} from "../attestation/constraints.ts";
import {registryErrors} from "../errors.ts";
import {RegistryError} from "../registryError.ts";
import type {AdmissionPolicy} from "../types/admission.ts";
import type {RegistryParameters} from "../types/parameters.ts";
import {governanceModels, type Runtime, type RuntimeGenesis, runtimeKinds} from "../types/runtime.ts";
import {RuntimeError, validateRuntime} from "../validateRuntime.ts";
import type {RuntimeLookup} from "./verifyNode.ts";

/** What a runtime descriptor is held to. */
export interface RuntimeVerification {
  readonly parameters: RegistryParameters;
  readonly verifier: SignatureVerifier;
  /** Lower-case hexadecimal hash of the genesis document; null in genesis, where nobody has to vouch for a state. */
  readonly chainContext: string | null;
  /** Debug mode of the node: accepts any checkpoint parameters. */
  readonly debugAllowed: boolean;
}

/** Checks a descriptor in the reference's order (consensus-core §5.8, step 2). Throws errors of the registry. */
export function verifyRuntime(runtime: Runtime, checks: RuntimeVerification): void {
  const {parameters, verifier, chainContext} = checks;
  validate(runtime, checks);
  if (isTestNamespace(runtime.id) && !parameters.debugAllowTestRuntimes)
    throw refusal("test runtime not allowed");
  if (chainContext !== null) checkRuntimeGenesis(runtime.genesis, verifier, chainContext);
  checkGovernanceModel(runtime, parameters);
  checkTee(runtime);
  const {anyNode, entityWhitelist} = runtime.admissionPolicy;
  if ((anyNode === null) === (entityWhitelist === null)) throw refusal("invalid admission policy");
  if (runtime.governanceModel === governanceModels.runtime && runtime.kind !== runtimeKinds.compute) {
    throw refusal("runtime governance can only be used with compute runtimes");
  }
  checkWhitelist(runtime.admissionPolicy, verifier);
}

/** The key manager that a compute runtime names must be one (consensus-core §5.8, step 4). Throws errors of the registry. */
export function verifyKeyManagerOf(runtime: Runtime, runtimes: RuntimeLookup): void {
  const {id, kind, keyManager, teeHardware: hardware} = runtime;
  if (kind !== runtimeKinds.compute || keyManager === null) return;
  const manager = runtimes.anyRuntime(keyManager);
  if (manager === null) throw registryErrors.noSuchRuntime();
  if (manager.kind !== runtimeKinds.keyManager) throw registryErrors.invalidArgument();
  if (!isTestNamespace(id) && hardware !== teeHardware.intelSgx) {
    throw refusal("compute runtime without SGX using key manager");
  }
}

function validate(runtime: Runtime, {chainContext, debugAllowed}: RuntimeVerification): void {
  try {
    validateRuntime(runtime, {anyCheckpoints: debugAllowed, isLenient: chainContext === null});
  } catch (cause) {
    if (!(cause instanceof RuntimeError)) throw cause;
    throw registryErrors.invalidArgument({context: cause.message, cause});
  }
}

/** A state root without the state needs storage nodes that vouch for it. Throws `RegistryError` `runtimeGenesis`. */
export function checkRuntimeGenesis(
  {state, stateRoot, storageReceipts}: RuntimeGenesis,
  verifier: SignatureVerifier,
  chainContext: string,
): void {
  if ((state ?? []).length > 0 || isEmptyHash(stateRoot)) return;
  const failed = "runtimegenesis: sanity check failed";
  const receipts = storageReceipts ?? [];
  if (receipts.length === 0) {
    throw new RegistryError(
      "runtimeGenesis",
      `${failed}: when State is empty either StorageReceipts must be populated or StateRoot must be empty`,
    );
  }
  const context = prepareContext(signingContexts.storageReceipt, {chainContext});
  for (const receipt of receipts) {
    const who = `(public_key ${toBase64(receipt.publicKey)})`;
    if (!verifier.isUsable(receipt.publicKey)) {
      throw new RegistryError(
        "runtimeGenesis",
        `${failed}: when State is empty either all StorageReceipts must be valid or StateRoot must be empty ${who}`,
      );
    }
    if (!verifier.verifyUnder(context, stateRoot, receipt)) {
      throw new RegistryError(
        "runtimeGenesis",
        `${failed}: StorageReceipt verification on StateRoot failed ${who}`,
      );
    }
  }
}

function checkGovernanceModel(
  {governanceModel}: Runtime,
  {enableRuntimeGovernanceModels: enabled}: RegistryParameters,
): void {
  if (enabled === null || enabled.size === 0) {
    throw registryErrors.forbidden({context: "no runtime governance models are enabled"});
  }
  if (enabled.get(governanceModel) === true) return;
  const model = memberText(governanceModels, governanceModel) ?? "[unsupported runtime governance model]";
  throw registryErrors.forbidden({context: `runtime governance model is not enabled: ${model}`});
}

function checkTee({teeHardware: hardware, versions}: Runtime): void {
  if (hardware > teeHardware.intelSgx) throw refusal("invalid TEE hardware");
  if (hardware === teeHardware.invalid) return;
  const problem = "invalid SGX TEE constraints";
  const constraints = sgxConstraints(versions.tee);
  if (constraints === null) throw refusal(problem);
  if ((constraints.enclaves ?? []).length === 0) throw registryErrors.noEnclaveForRuntime({context: problem});
}

/** Which of several bad entries is named is left open by the reference, which goes through them in any order. */
function checkWhitelist({entityWhitelist}: AdmissionPolicy, verifier: SignatureVerifier): void {
  for (const [entity, {maxNodes}] of entityWhitelist?.entities ?? []) {
    if (!verifier.isUsable(entity)) throw refusal("invalid entity ID in entity whitelist");
    for (const role of maxNodes?.keys() ?? []) {
      if (!isSingleRole(role)) throw refusal("non-single role in entity whitelist max nodes map");
    }
  }
}

function refusal(context: string): Error {
  return registryErrors.invalidArgument({context});
}
