import {stakingAddress} from "@oasis-node/primitives/address";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError} from "../../context/index.ts";
import {registryErrors} from "../errors.ts";
import {emitRegistry} from "../events.ts";
import {stakeAccumulator} from "../stakeAccumulator.ts";
import {entityClaim} from "../stakeClaims.ts";
import {RegistryState} from "../state.ts";
import {registryGasOps} from "../types/parameters.ts";

/** Removes the signer's entity, which may have no nodes and must never have had a runtime (consensus-core §5.5). */
export function deregisterEntity(context: Context): void {
  if (context.isCheckOnly) return;
  const state = new RegistryState(context.tree);
  const {gasCosts, debugBypassStake} = state.parameters();
  context.useGas(1n, registryGasOps.deregisterEntity, gasCosts);
  const {signer} = context;
  if (signer === null) throw registryErrors.incorrectTxSigner();
  if (state.hasEntityNodes(signer)) throw registryErrors.entityHasNodes();
  if (state.hasEntityRuntimes(signer)) throw registryErrors.entityHasRuntimes();
  const entity = state.removeEntity(signer);
  if (entity === null) throw registryErrors.noSuchEntity();
  if (!debugBypassStake) removeClaim(context, signer);
  emitRegistry.entityDeregistered(context, entity);
}

/** An entity cannot be without its claim: the reference crashes (consensus-core §12). */
function removeClaim({tree}: Context, entity: PublicKey): void {
  try {
    const stake = stakeAccumulator(tree);
    stake.removeStakeClaim(stakingAddress(entity), entityClaim);
    stake.commit();
  } catch (cause) {
    throw new HaltError("crash", "registry: failed to remove the stake claim of an entity", {cause});
  }
}
