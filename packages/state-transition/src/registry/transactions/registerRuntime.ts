import {type Address, addressSize, asAddress, stakingAddress} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import type {Context} from "../../context/index.ts";
import {registryErrors} from "../errors.ts";
import {emitRegistry} from "../events.ts";
import type {RuntimeListener} from "../runtimeListener.ts";
import {stakeAccumulator} from "../stakeAccumulator.ts";
import {runtimeClaim, runtimeStakingAddress, runtimeThresholds} from "../stakeClaims.ts";
import {RegistryState} from "../state.ts";
import {type RegistryParameters, registryGasOps} from "../types/parameters.ts";
import {governanceModels, type Runtime, runtimeKinds} from "../types/runtime.ts";
import {verifyKeyManagerOf, verifyRuntime} from "../verify/verifyRuntime.ts";
import {verifyRuntimeUpdate} from "../verify/verifyRuntimeUpdate.ts";

/** Registers a runtime, or what changed about it: by its entity, or by a message of itself (consensus-core §5.8). */
export function registerRuntime(context: Context, runtime: Runtime, listener: RuntimeListener): void {
  const state = new RegistryState(context.tree);
  const parameters = state.parameters();
  verify(context, state, parameters, runtime);
  if (context.isCheckOnly) return;
  context.useGas(1n, registryGasOps.registerRuntime, parameters.gasCosts);
  const active = state.runtime(runtime.id);
  const existing = active ?? state.suspendedRuntime(runtime.id);
  if (existing !== null) verifyRuntimeUpdate(existing, runtime);
  if (!context.isInitChain) checkCaller(context, existing ?? runtime);
  if (!parameters.debugBypassStake) claimStake(context, runtime);
  // What a listener refuses leaves the claim, and what the one before did, in place.
  if (existing === null) listener.registered(context, runtime);
  listener.updated(context, runtime);
  const isSuspended = existing !== null && active === null;
  state.setRuntime(runtime, isSuspended);
  if (!isSuspended) emitRegistry.runtimeRegistered(context, runtime);
}

/** Kept oddity: the flags that forbid registration forbid it at genesis too. */
function verify(
  {chain, isInitChain}: Context,
  state: RegistryState,
  parameters: RegistryParameters,
  runtime: Runtime,
): void {
  if (parameters.disableRuntimeRegistration) throw registryErrors.forbidden();
  verifyRuntime(runtime, {
    parameters,
    verifier: chain.verifier,
    chainContext: isInitChain ? null : chain.chainContext,
    debugAllowed: chain.node.debugAllowed,
  });
  const isKeyManager = runtime.kind === runtimeKinds.keyManager;
  if (isKeyManager && parameters.disableKmRuntimeRegistration) throw registryErrors.forbidden();
  verifyKeyManagerOf(runtime, state);
}

/** The runtime as it was registered before says who may change it, even when it is handed over. */
function checkCaller({caller}: Context, controlling: Runtime): void {
  const owner = runtimeStakingAddress(controlling);
  if (owner === null) throw registryErrors.forbidden();
  if (caller !== null && equal(caller, owner)) return;
  const isEntity = controlling.governanceModel === governanceModels.entity;
  throw isEntity ? registryErrors.incorrectTxSigner() : registryErrors.forbidden();
}

/** Claims the stake of the runtime; none if the consensus layer governs it. Throws `insufficientStake`. */
function claimStake({tree, caller}: Context, runtime: Runtime): void {
  const {governanceModel, entityId, id} = runtime;
  if (governanceModel === governanceModels.consensus) return;
  // Kept oddity: on whoever calls, so that handing a runtime over leaves the claim on the entity.
  const address =
    governanceModel === governanceModels.entity ? stakingAddress(entityId) : (caller ?? nobody());
  const stake = stakeAccumulator(tree);
  stake.addStakeClaim(address, runtimeClaim(id), runtimeThresholds(runtime));
  stake.commit();
}

/** Kept oddity: at genesis nobody calls, and a runtime that governs itself has its claim on the address of 21 zeros. */
function nobody(): Address {
  return asAddress(new Uint8Array(addressSize));
}
