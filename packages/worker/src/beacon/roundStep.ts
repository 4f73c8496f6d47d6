import {equal} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import type {LogFields} from "@oasis-node/primitives/log";
import {
  makeCommit,
  makeReveal,
  newDealer,
  newPvssInstance,
  type Point,
  type PvssInstance,
  type Scalar,
} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {
  beaconMethods,
  PvssCommit,
  PvssReveal,
  type PvssState,
  pvssRoundStates,
} from "@oasis-node/state-transition/beacon";
import type {Method, Transaction} from "@oasis-node/state-transition/consensus";
import {mergeCommits, verifyOutcome} from "./roundChecks.ts";
import type {RoundRecord} from "./roundRecord.ts";

/** Who takes part. */
export interface Participant {
  readonly id: PublicKey;
  readonly scalar: Scalar;
  readonly random: (length: number) => Uint8Array;
}

/** A transaction of a round, to be offered until it is in a block or the round has gone on. */
export type RoundSubmission =
  | {readonly kind: "commit"; readonly body: PvssCommit}
  | {readonly kind: "reveal"; readonly body: PvssReveal};

/** A line of the log. */
export interface RoundNote {
  readonly level: "debug" | "info" | "error";
  readonly message: string;
  readonly fields?: LogFields;
}

/** What follows from the state of the round: what to keep (null for nothing), to submit and to tell. */
export interface RoundStep {
  readonly record: RoundRecord | null;
  readonly submit: RoundSubmission | null;
  readonly note: RoundNote | null;
}

/** The state of the chain's round, and the registered points of its participants, in their order. */
export interface RoundView {
  readonly state: PvssState;
  /** Asked for when a round begins only; null for a node that is not registered or has no point. */
  readonly points: readonly (Point | null)[];
}

const {commit, reveal, complete} = pvssRoundStates;

/** The next step of a participant, after the chain's round has begun, or gone on (consensus-paratime §1.6, runtime-workers §4.9). */
export function roundStep(record: RoundRecord | null, view: RoundView, self: Participant): RoundStep {
  switch (view.state.state) {
    case commit:
      return commitStep(record, view, self);
    case reveal:
      return revealStep(record, view.state, self);
    case complete:
      return completeStep(record, view.state);
    default:
      return keep(record);
  }
}

/** A round begins: deal a secret. In a round that is known already the commit is the one that was made then. */
function commitStep(record: RoundRecord | null, view: RoundView, self: Participant): RoundStep {
  const {state} = view;
  if (record !== null && isSameRound(record, state)) return resume(record, state, self);
  const index = indexOf(state, self.id);
  const points = registeredPoints(view);
  if (points === null)
    return drop("error", "commit: participant point list mismatch", {participants: view.points.length});
  if (index < 0) return drop("info", "commit: node is not present in participant list");
  try {
    const instance = newPvssInstance(points, state.instance?.threshold ?? 0n);
    const dealer = newDealer(instance, self.scalar, self.random);
    const dealt = makeCommit(instance, dealer);
    const body = {epoch: state.epoch, round: state.round, commit: dealt.commit};
    const next: RoundRecord = {
      epoch: state.epoch,
      round: state.round,
      state: commit,
      instance: dealt.instance,
      commitTx: unsent(beaconMethods["beacon.PVSSCommit"], body),
      revealTx: null,
    };
    return {record: next, submit: {kind: "commit", body}, note: null};
  } catch (err) {
    return drop("error", "commit: failed to generate commit", {err});
  }
}

/** All commits are there: take in those of the others, and reveal the own shares of all. */
function revealStep(record: RoundRecord | null, state: PvssState, self: Participant): RoundStep {
  if (record === null) return keep(null);
  if (!isSameRound(record, state)) return mismatch(record);
  if (record.state === reveal) return resume(record, state, self);
  if (record.instance === null || record.state !== commit)
    return drop("error", "round state mismatch", {state: record.state});
  if (state.badParticipants?.get(self.id) === true)
    return drop("error", "reveal: node identity listed as bad participant");
  try {
    const dealer = newDealer(record.instance, self.scalar, self.random);
    const merged = mergeCommits(record.instance, state, dealer);
    const revealed = makeReveal(merged, dealer);
    const body = {epoch: state.epoch, round: state.round, reveal: revealed.reveal};
    const next: RoundRecord = {
      ...record,
      state: reveal,
      instance: revealed.instance,
      revealTx: unsent(beaconMethods["beacon.PVSSReveal"], body),
    };
    return {record: next, submit: {kind: "reveal", body}, note: null};
  } catch (err) {
    return drop("error", "reveal: failed to generate reveal", {err});
  }
}

/** The round is over: the entropy is checked, which anybody could do, and everything forgotten. */
function completeStep(record: RoundRecord | null, state: PvssState): RoundStep {
  if (record === null) return keep(null);
  if (!isSameRound(record, state)) return mismatch(record);
  if (record.state !== reveal || record.instance === null)
    return drop("error", "round state mismatch", {state: record.state});
  try {
    verifyOutcome(record.instance, state);
    return {record: null, submit: null, note: {level: "debug", message: "recover: entropy is right"}};
  } catch (err) {
    return drop("error", "recover: failed to check entropy", {err});
  }
}

/** A step that was taken already, before a restart: what it made is submitted if it is not in the chain yet. */
function resume(record: RoundRecord, state: PvssState, self: Participant): RoundStep {
  if (hasArrived(state, self.id)) return keep(record);
  const note: RoundNote = {level: "debug", message: "restore: resubmitting tx"};
  if (state.state === commit && record.commitTx !== null)
    return {record, submit: {kind: "commit", body: decode(PvssCommit, record.commitTx.body)}, note};
  if (state.state === reveal && record.revealTx !== null)
    return {record, submit: {kind: "reveal", body: decode(PvssReveal, record.revealTx.body)}, note};
  return drop("error", "restore: unexpected consensus/local state for resumption", {state: record.state});
}

/** Whether what the participant owes in this step is in the chain: offered twice it would be punished. */
export function hasArrived({state, instance, participants}: PvssState, id: PublicKey): boolean {
  const index = BigInt((participants ?? []).findIndex((one) => equal(one, id)));
  const arrived: PvssInstance["commits"] | PvssInstance["reveals"] | undefined =
    state === commit ? instance?.commits : instance?.reveals;
  return (arrived?.get(index) ?? null) !== null;
}

/** Whether the chain still wants that transaction. */
export function isWanted(submission: RoundSubmission, state: PvssState | null): boolean {
  const {kind, body} = submission;
  const wanted = kind === "commit" ? commit : reveal;
  return state !== null && state.state === wanted && state.epoch === body.epoch && state.round === body.round;
}

function isSameRound(record: RoundRecord, {epoch, round}: PvssState): boolean {
  return record.epoch === epoch && record.round === round;
}

function indexOf({participants}: PvssState, id: PublicKey): number {
  return (participants ?? []).findIndex((one) => equal(one, id));
}

/** The registered points, if they are those of the chain's round. */
function registeredPoints({state, points}: RoundView): Point[] | null {
  const expected = state.instance?.participants ?? [];
  const known = points.flatMap((point) => (point === null ? [] : [point]));
  const areSame =
    points.length === expected.length &&
    known.length === expected.length &&
    known.every((point, i) => equal(point, expected[i] ?? new Uint8Array()));
  return areSame ? known : null;
}

function unsent<T>({name, body: schema}: Method<T>, body: T): Transaction {
  return {nonce: 0n, fee: null, method: name, body: encode(schema, body)};
}

function keep(record: RoundRecord | null): RoundStep {
  return {record, submit: null, note: null};
}

function mismatch({epoch, round}: RoundRecord): RoundStep {
  return drop("error", "epoch/round mismatch", {epoch, round});
}

function drop(level: RoundNote["level"], message: string, fields: LogFields = {}): RoundStep {
  return {record: null, submit: null, note: {level, message, fields}};
}
