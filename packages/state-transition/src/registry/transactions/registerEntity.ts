import {stakingAddress} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import type {Context} from "../../context/index.ts";
import type {SignedEntity} from "../../entity/index.ts";
import {registryErrors} from "../errors.ts";
import {emitRegistry} from "../events.ts";
import {stakeAccumulator} from "../stakeAccumulator.ts";
import {entityClaim, entityThresholds} from "../stakeClaims.ts";
import {RegistryState} from "../state.ts";
import {registryGasOps} from "../types/parameters.ts";
import {verifyEntity} from "../verify/verifyEntity.ts";

/** Registers an entity, or what changed about it (consensus-core §5.4). */
export function registerEntity(context: Context, signed: SignedEntity): void {
  const {tree, chain, isInitChain, signer} = context;
  const entity = verifyEntity(chain.verifier, signed, {strict: !isInitChain});
  if (context.isCheckOnly) return;
  const state = new RegistryState(tree);
  const {gasCosts, debugBypassStake} = state.parameters();
  context.useGas(1n, registryGasOps.registerEntity, gasCosts);
  // The only place where the gas of nodes is charged.
  context.useGas(BigInt(entity.nodes?.length ?? 0), registryGasOps.registerNode, gasCosts);
  const isOwn = signer !== null && equal(signed.signature.publicKey, signer);
  if (!isInitChain && !isOwn) throw registryErrors.incorrectTxSigner();
  if (!debugBypassStake) {
    const stake = stakeAccumulator(tree);
    stake.addStakeClaim(stakingAddress(entity.id), entityClaim, [...entityThresholds]);
    stake.commit();
  }
  state.setEntity(entity.id, signed);
  emitRegistry.entityRegistered(context, entity);
}
