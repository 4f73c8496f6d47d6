import {BytesMap} from "@oasis-node/primitives/bytes";
import {asHeight, type Epoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {mayRecover, mayReveal, type PvssInstance, recover} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError} from "../../context/index.ts";
import {RegistryState} from "../../registry/state.ts";
import {slashReasons} from "../../stake/index.ts";
import {emitDisableRuntimes, emitPvssRound} from "../events.ts";
import {punish} from "../misbehaviour.ts";
import type {BeaconState} from "../state.ts";
import type {PvssParameters} from "../types/parameters.ts";
import {type PvssState, pvssRoundStates} from "../types/pvss.ts";
import {startRound} from "./startRound.ts";

/** What governs a round. */
interface Rules {
  readonly pvss: PvssParameters;
  /** Epochs move on demand: rounds end early, and wait for the demand when they are complete. */
  readonly isMock: boolean;
}

/** What a round has to do at the beginning of a block while no epoch is scheduled (consensus-paratime §1.6.2). */
export function advanceRound(
  context: Context,
  state: BeaconState,
  rules: Rules,
  stored: PvssState,
  epoch: Epoch,
): void {
  const height = context.currentHeight;
  if (height === stored.runtimeDisableHeight && stored.state !== pvssRoundStates.complete) {
    emitDisableRuntimes(context);
  }
  const round = rules.isMock ? hasten(context, state, stored) : stored;
  if (height === round.commitDeadline) {
    closeCommits(context, state, rules, round, epoch);
  } else if (height === round.revealDeadline) {
    closeReveals(context, state, rules, round);
  } else if (rules.isMock && round.state === pvssRoundStates.complete) {
    const pending = state.pendingMockEpoch();
    if (pending === null) return;
    state.clearPendingMockEpoch();
    state.setFutureEpoch(pending, asHeight(height + 1n));
  }
}

/** Brings a deadline forward to this block when all participants have done what it waits for. */
function hasten({currentHeight}: Context, state: BeaconState, round: PvssState): PvssState {
  const instance = instanceOf(round);
  const all = round.participants?.length ?? 0;
  const isCommit = round.state === pvssRoundStates.commit;
  if (!isCommit && round.state !== pvssRoundStates.reveal) return round;
  const {ready, count} = isCommit ? mayReveal(instance) : mayRecover(instance);
  if (!ready || count !== all) return round;
  const delta = (isCommit ? round.commitDeadline : round.revealDeadline) - currentHeight;
  const deadlines = isCommit
    ? {commitDeadline: currentHeight, revealDeadline: asHeight(round.revealDeadline - delta)}
    : {revealDeadline: currentHeight};
  if (delta <= 0n) return {...round, ...deadlines};
  const hastened = {
    ...round,
    ...deadlines,
    runtimeDisableHeight: asHeight(round.runtimeDisableHeight - delta),
    transitionHeight: asHeight(round.transitionHeight - delta),
  };
  state.setPvssState(hastened);
  return hastened;
}

/** Ends the time for commits: on to reveals when there are enough, else a new round without those that were missing. */
function closeCommits(
  context: Context,
  state: BeaconState,
  rules: Rules,
  round: PvssState,
  epoch: Epoch,
): void {
  expectState(round, pvssRoundStates.commit);
  const {commits} = instanceOf(round);
  const marked = markMissing(round, (index) => (commits?.get(index) ?? null) === null);
  if (!mayReveal(instanceOf(round)).ready) {
    startRound(context, state, rules.pvss, marked, round.epoch);
    return;
  }
  admitNewNodes(context, epoch);
  const next = {...marked, height: context.currentHeight, state: pvssRoundStates.reveal};
  state.setPvssState(next);
  emitPvssRound(context, next);
}

/** Ends the time for reveals: schedules the epoch when the entropy can be recovered, else starts a new round. */
function closeReveals(context: Context, state: BeaconState, rules: Rules, round: PvssState): void {
  expectState(round, pvssRoundStates.reveal);
  const instance = instanceOf(round);
  const marked = markMissing(round, (index) => (instance.reveals?.get(index) ?? null) === null);
  if (!mayRecover(instance).ready) {
    startRound(context, state, rules.pvss, marked, round.epoch);
    return;
  }
  const {entropy, contributors} = recover(instance);
  const complete = {...marked, entropy, height: context.currentHeight, state: pvssRoundStates.complete};
  state.setPvssState(complete);
  const contributed = new Set(contributors);
  for (const [index, id] of (round.participants ?? []).entries()) {
    if (!contributed.has(BigInt(index))) punish(context, id, slashReasons.beaconNonparticipation);
  }
  emitPvssRound(context, complete);
  if (!rules.isMock) state.setFutureEpoch(complete.epoch, complete.transitionHeight);
}

/** The round with those participants excluded from further rounds of its epoch. */
function markMissing(round: PvssState, isMissing: (index: bigint) => boolean): PvssState {
  const missing = (round.participants ?? []).filter((_, index) => isMissing(BigInt(index)));
  if (missing.length === 0) return round;
  const badParticipants = new BytesMap<PublicKey, boolean>(round.badParticipants ?? []);
  for (const id of missing) badParticipants.set(id, true);
  return {...round, badParticipants};
}

/** Nodes that have registered since the last time may be elected into committees from the next epoch on. */
function admitNewNodes({tree}: Context, epoch: Epoch): void {
  const registry = new RegistryState(tree);
  for (const {id} of registry.nodes()) {
    const status = registry.nodeStatus(id);
    if (status === null) throw new HaltError("block", "beacon: node without status", {details: {id}});
    if (status.electionEligibleAfter !== invalidEpoch) continue;
    registry.setNodeStatus(id, {...status, electionEligibleAfter: epoch});
  }
}

function expectState(round: PvssState, expected: number): void {
  if (round.state === expected) return;
  const details = {state: round.state, expected};
  throw new HaltError("block", "beacon: the round is not in the state of its deadline", {details});
}

function instanceOf({instance}: PvssState): PvssInstance {
  if (instance !== null) return instance;
  throw new HaltError("block", "beacon: the round has no PVSS instance");
}
