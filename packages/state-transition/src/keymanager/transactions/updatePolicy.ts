import {equal, toHex} from "@oasis-node/primitives/bytes";
import type {Context} from "../../context/index.ts";
import {type Runtime, registryErrors, registryGasOps, runtimeKinds} from "../../registry/index.ts";
import {RegistryState} from "../../registry/state.ts";
import {emitStatuses} from "../events.ts";
import {KeymanagerError} from "../keymanagerError.ts";
import {checkPolicySignatures, checkPolicyUpdate} from "../policy.ts";
import {KeymanagerState} from "../state.ts";
import {blankStatus, recomputeStatus} from "../status.ts";
import type {SignedPolicySgx} from "../types/index.ts";

/** `keymanager.UpdatePolicy` (consensus-paratime §4.3): the owner of a key manager runtime gives it another policy. */
export function updatePolicy(ctx: Context, signed: SignedPolicySgx): void {
  const registry = new RegistryState(ctx.tree);
  const runtime = registry.runtime(signed.policy.id);
  if (runtime === null) throw registryErrors.noSuchRuntime();
  checkOwner(ctx, runtime);

  const state = new KeymanagerState(ctx.tree);
  const before = state.status(runtime.id) ?? blankStatus(runtime);
  checkPolicySignatures(ctx.chain.verifier, signed);
  if (before.policy !== null) checkPolicyUpdate(before.policy, signed);
  if (ctx.isCheckOnly) return;
  // Key managers have no parameters of their own: the registry's price is paid.
  ctx.useGas(1n, registryGasOps.updateKeyManager, registry.parameters().gasCosts);

  const status = recomputeStatus(ctx, runtime, {...before, policy: signed}, registry.nodes());
  state.setStatus(status);
  emitStatuses(ctx, [status]);
}

/** The governance model of the runtime does not matter here. */
function checkOwner({signer}: Context, {id, kind, entityId}: Runtime): void {
  if (kind !== runtimeKinds.keyManager) {
    throw new KeymanagerError("notKeyManager", `keymanager: runtime is not a key manager: ${toHex(id)}`);
  }
  if (signer === null || !equal(entityId, signer)) {
    throw new KeymanagerError("signer", `keymanager: invalid update signer: ${toHex(id)}`);
  }
}
