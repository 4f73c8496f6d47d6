import {Overlay} from "@oasis-node/mkvs/overlay";
import {stakingAddress} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import {asEpoch, type Epoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {CodedError, TypedError} from "@oasis-node/primitives/errors";
import {type Context, HaltError} from "../../context/index.ts";
import {type MultiSignedNode, Node} from "../../node/index.ts";
import type {StakeAccumulatorCache} from "../../staking/index.ts";
import {checkAdmission} from "../admission.ts";
import {attestationSettings} from "../attestation/verifyTee.ts";
import {registryErrors} from "../errors.ts";
import {emitRegistry} from "../events.ts";
import {isNodeExpired} from "../expiry.ts";
import type {RuntimeListener} from "../runtimeListener.ts";
import {stakeAccumulator} from "../stakeAccumulator.ts";
import {nodeClaim, nodeThresholds, runtimeStakingAddress} from "../stakeClaims.ts";
import {RegistryState} from "../state.ts";
import {type RegistryParameters, registryGasOps} from "../types/parameters.ts";
import {governanceModels, type Runtime} from "../types/runtime.ts";
import {type VerifiedNode, verifyNode} from "../verify/verifyNode.ts";
import {verifyNodeUpdate} from "../verify/verifyNodeUpdate.ts";

/** What the steps of a registration share. */
interface Registration extends VerifiedNode {
  readonly context: Context;
  readonly state: RegistryState;
  readonly parameters: RegistryParameters;
  readonly epoch: Epoch;
  /** What is registered under the same key, expired or not. */
  readonly existing: Node | null;
}

/** Registers a node, or what changed about it (consensus-core §5.7). */
export function registerNode(context: Context, signed: MultiSignedNode, listener: RuntimeListener): void {
  if (context.isCheckOnly) return;
  const registration = verify(context, signed);
  chargeMaintenance(registration);
  const {state, node, existing, epoch, parameters} = registration;
  // Holds back the claim alone: the registry's own writes stay although a later step fails.
  const claims = new Overlay(context.tree);
  const stake = parameters.debugBypassStake ? null : claimStake(claims, registration);
  if (existing !== null) verifyNodeUpdate(existing, node, epoch);
  state.setNode(existing, node, signed);
  renewStatus(registration);
  for (const runtime of registration.runtimes) resumeRuntime(registration, runtime, stake, listener);
  claims.commit();
  emitRegistry.nodeRegistered(context, node);
}

function verify(context: Context, signed: MultiSignedNode): Registration {
  const {tree, chain, now, signer, isInitChain} = context;
  const state = new RegistryState(tree);
  const entity = state.entity(decode(Node, signed.untrustedRawValue).entityId);
  if (entity === null) throw registryErrors.noSuchEntity();
  const parameters = state.parameters();
  const epoch = context.transactionEpoch();
  const {node, runtimes} = verifyNode(signed, entity, {
    parameters,
    verifier: chain.verifier,
    attestation: attestationSettings(chain.node, now),
    epoch,
    runtimes: state,
    nodes: state,
  });
  const isOwn = signer !== null && equal(signer, node.id);
  if (!isInitChain && !isOwn) throw registryErrors.incorrectTxSigner();
  for (const runtime of runtimes) checkAdmission(state, node, runtime, epoch);
  // A registration that ends with this epoch is as good as over.
  if (!isInitChain && node.expiration <= epoch) throw registryErrors.nodeExpired();
  return {context, state, parameters, epoch, node, runtimes, existing: state.node(node.id)};
}

/** Maintenance of each runtime for each epoch that is added; what was paid before is not paid again. */
function chargeMaintenance({context, parameters, node, runtimes, existing, epoch}: Registration): void {
  let epochs = node.expiration > epoch ? node.expiration - epoch : 0n;
  if (existing !== null && !isNodeExpired(existing, epoch)) {
    const remaining = existing.expiration - epoch;
    epochs = epochs > remaining ? epochs - remaining : 0n;
  }
  // The reference counts in signed 64 bits, and crashes on a negative count (consensus-core §12).
  const count = BigInt.asIntN(64, BigInt(runtimes.length) * BigInt.asIntN(64, epochs));
  if (count < 0n) throw new HaltError("crash", "gas: multiplier must be >= 0", {details: {count}});
  context.useGas(count, registryGasOps.runtimeEpochMaintenance, parameters.gasCosts);
}

/** Claims the stake of the node on its entity's escrow. Throws `insufficientStake`. */
function claimStake(tree: Overlay, {node, runtimes}: Registration): StakeAccumulatorCache {
  const stake = stakeAccumulator(tree);
  const thresholds = nodeThresholds(node, runtimes);
  // Go's nil slice.
  const claimed = thresholds.length === 0 ? null : thresholds;
  stake.addStakeClaim(stakingAddress(node.entityId), nodeClaim(node.id), claimed);
  stake.commit();
  return stake;
}

/** A node that is new or was expired is not eligible for committees at once; one that was frozen stays so. */
function renewStatus({state, node, existing, epoch}: Registration): void {
  if (existing !== null && !isNodeExpired(existing, epoch)) return;
  const status = existing === null ? null : state.nodeStatus(node.id);
  if (existing !== null && status === null) throw registryErrors.invalidArgument();
  state.setNodeStatus(node.id, {
    expirationProcessed: false,
    freezeEndTime: status?.freezeEndTime ?? asEpoch(0n),
    electionEligibleAfter: invalidEpoch,
  });
}

/** Resumes a runtime that was suspended, unless its stake would have it suspended again. */
function resumeRuntime(
  {context, state}: Registration,
  runtime: Runtime,
  stake: StakeAccumulatorCache | null,
  listener: RuntimeListener,
): void {
  if (stake !== null && !hasStake(runtime, stake)) return;
  if (!state.resumeRuntime(runtime.id)) return;
  listener.resumed(context, runtime);
  emitRegistry.runtimeRegistered(context, runtime);
}

function hasStake(runtime: Runtime, stake: StakeAccumulatorCache): boolean {
  if (runtime.governanceModel === governanceModels.consensus) return true;
  const address = runtimeStakingAddress(runtime);
  if (address === null) return false;
  try {
    stake.checkStakeClaims(address);
    return true;
  } catch (error) {
    if (error instanceof CodedError || error instanceof TypedError) return false;
    throw error;
  }
}
