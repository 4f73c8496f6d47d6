import {BytesMap} from "@oasis-node/primitives/bytes";
import {asHeight, type Epoch, type Height} from "@oasis-node/primitives/epoch";
import {newPvssInstance, type Point} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Context} from "../../context/index.ts";
import {RegistryState} from "../../registry/state.ts";
import {SchedulerState} from "../../scheduler/state.ts";
import {BeaconError} from "../beaconError.ts";
import {emitPvssRound} from "../events.ts";
import type {BeaconState} from "../state.ts";
import type {PvssParameters} from "../types/parameters.ts";
import {PvssState, pvssRoundStates} from "../types/pvss.ts";
import {candidateOrder} from "./candidates.ts";

/**
 * Starts the first round for an epoch, or the next one after `last` failed (consensus-paratime §1.6.1). Throws
 * `BeaconError` `insufficientParticipants`, which halts the chain.
 */
export function startRound(
  context: Context,
  state: BeaconState,
  parameters: PvssParameters,
  last: PvssState | null,
  epoch: Epoch,
): void {
  const isRetry = last !== null && last.epoch === epoch;
  const attempt = isRetry ? {...last, round: last.round + 1n} : PvssState.make({epoch});
  const chosen = chooseParticipants(context, state.beacon(), parameters, attempt.badParticipants);
  const points = chosen.map(({point}) => point);
  const height = context.currentHeight;
  const commitDeadline = after(height, parameters.commitInterval);
  const revealDeadline = after(commitDeadline, parameters.revealInterval);
  const transitionHeight = after(revealDeadline, parameters.transitionDelay);
  const round: PvssState = {
    ...attempt,
    height,
    state: pvssRoundStates.commit,
    instance: newPvssInstance(points, BigInt(parameters.threshold)),
    participants: chosen.map(({id}) => id),
    commitDeadline,
    revealDeadline,
    transitionHeight,
    // Set once an epoch: when it would have begun had the first round succeeded.
    runtimeDisableHeight:
      attempt.runtimeDisableHeight === 0n ? transitionHeight : attempt.runtimeDisableHeight,
  };
  state.setPvssState(round);
  emitPvssRound(context, round);
}

/** A height so many blocks later, in 64 bits as in the reference. */
function after(height: Height, interval: bigint): Height {
  return asHeight(BigInt.asIntN(64, height + interval));
}

interface Participant {
  readonly id: PublicKey;
  readonly point: Point;
}

/** The first validators that can take part, as many as the parameters want. */
function chooseParticipants(
  context: Context,
  beacon: Uint8Array | null,
  parameters: PvssParameters,
  excluded: PvssState["badParticipants"],
): Participant[] {
  const registry = new RegistryState(context.tree);
  const chosen: Participant[] = [];
  for (const consensusKey of orderCandidates(context, registry, beacon, parameters)) {
    if (chosen.length === parameters.participants) break;
    const node = registry.nodeBySubkey(consensusKey);
    if (node === null || node.beacon === null) continue;
    if (excluded?.get(node.id) === true) continue;
    chosen.push({id: node.id, point: node.beacon.point});
  }
  if (chosen.length < parameters.participants) {
    const details = {participants: chosen.length, wanted: parameters.participants};
    throw new BeaconError("insufficientParticipants", details);
  }
  return chosen;
}

/** Consensus keys of candidates: those forced by debug parameters, then the validators. */
function orderCandidates(
  {tree}: Context,
  registry: RegistryState,
  beacon: Uint8Array | null,
  {debugForcedParticipants}: PvssParameters,
): PublicKey[] {
  const validators = new BytesMap(new SchedulerState(tree).currentValidators() ?? []);
  const forced = new BytesMap<PublicKey, PublicKey>();
  for (const id of debugForcedParticipants ?? []) {
    const node = registry.node(id);
    if (node === null || forced.has(id)) continue;
    forced.set(id, node.consensus.id);
    validators.delete(node.consensus.id);
  }
  return [...forced.values(), ...candidateOrder(validators, beacon)];
}
