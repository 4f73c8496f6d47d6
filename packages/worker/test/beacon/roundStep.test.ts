import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {
  generatePvssKeyPair,
  makeCommit,
  newDealer,
  newPvssInstance,
  type PvssInstance,
  processCommit,
} from "@oasis-node/primitives/pvss";
import {testSigner} from "@oasis-node/primitives/signers";
import {PvssState, pvssRoundStates} from "@oasis-node/state-transition/beacon";
import {describe, expect, test} from "vitest";
import {isWanted, type RoundView, roundStep} from "../../src/beacon/roundStep.ts";
import {random} from "../support/testChain.ts";

const ids = ["a", "b"].map((name) => testSigner(`round ${name}`).publicKey);
const pairs = ids.map(() => generatePvssKeyPair(random));
const points = pairs.map(({point}) => point);
const self = {id: id(0), scalar: scalar(0), random};

function id(index: number) {
  return ids[index] ?? expect.fail("no such participant");
}

function scalar(index: number) {
  return pairs[index]?.scalar ?? expect.fail("no such participant");
}

function view(state: number, instance: PvssInstance, change: Partial<PvssState> = {}): RoundView {
  const round = {epoch: asEpoch(3n), round: 1n, state, instance, participants: ids};
  return {state: PvssState.make({...round, ...change}), points};
}

const empty = () => newPvssInstance(points, 2n);

/** The chain after both have committed, and what the first one keeps. */
function committed() {
  const {record, submit} = roundStep(null, view(pvssRoundStates.commit, empty()), self);
  if (submit?.kind !== "commit" || submit.body.commit === null || record === null)
    return expect.fail("no commit");
  const other = makeCommit(empty(), newDealer(empty(), scalar(1), random)).commit;
  const instance = processCommit(processCommit(empty(), submit.body.commit), other);
  return {record, instance, other};
}

describe("a participant", () => {
  test("commits when a round begins and reveals when it may", () => {
    const {record, instance} = committed();
    const {submit, record: after} = roundStep(record, view(pvssRoundStates.reveal, instance), self);
    expect(submit?.kind).toBe("reveal");
    expect(submit?.body).toMatchObject({epoch: 3n, round: 1n});
    expect(after?.state).toBe(pvssRoundStates.reveal);
  });

  test("does nothing in a round of others", () => {
    const stranger = {...self, id: testSigner("stranger").publicKey};
    const step = roundStep(null, view(pvssRoundStates.commit, empty()), stranger);
    expect(step).toMatchObject({
      record: null,
      submit: null,
      note: {level: "info", message: "commit: node is not present in participant list"},
    });
  });

  test("does not commit to other points than those registered", () => {
    const other = {...view(pvssRoundStates.commit, empty()), points: [points[1] ?? null, null]};
    const step = roundStep(null, other, self);
    expect(step).toMatchObject({
      record: null,
      submit: null,
      note: {message: "commit: participant point list mismatch"},
    });
  });

  test("gives up a round in which it counts as bad, or whose commits have changed or gone", () => {
    const {record, instance, other} = committed();
    const reveal = (changed: PvssInstance, change: Partial<PvssState> = {}) =>
      roundStep(record, view(pvssRoundStates.reveal, changed, change), self);
    const bad = reveal(instance, {badParticipants: new BytesMap([[id(0), true]])});
    expect(bad).toMatchObject({
      record: null,
      submit: null,
      note: {message: "reveal: node identity listed as bad participant"},
    });
    const forged = makeCommit(empty(), newDealer(empty(), scalar(0), random)).commit;
    const changed = reveal(processCommit(processCommit(empty(), forged), other));
    expect(changed).toMatchObject({
      record: null,
      submit: null,
      note: {fields: {err: {code: "changedCommit"}}},
    });
    const gone = reveal(processCommit(empty(), other));
    expect(gone).toMatchObject({record: null, submit: null, note: {fields: {err: {code: "missingCommit"}}}});
  });

  test("takes part in the next try of a round, and reveals nothing of the last", () => {
    const {record, instance} = committed();
    const again = roundStep(record, view(pvssRoundStates.commit, empty(), {round: 2n}), self);
    expect(again.submit).toMatchObject({kind: "commit", body: {round: 2n}});
    const late = roundStep(record, view(pvssRoundStates.reveal, instance, {round: 2n}), self);
    expect(late).toMatchObject({record: null, submit: null, note: {message: "epoch/round mismatch"}});
  });

  test("submits what it has made once more after a restart, but nothing that has arrived", () => {
    const {record, instance} = committed();
    const open = roundStep(record, view(pvssRoundStates.commit, empty()), self);
    expect(open.submit).toMatchObject({
      kind: "commit",
      body: {commit: record.instance?.commits?.get(0n)?.commit},
    });
    expect(open.record).toBe(record);
    expect(roundStep(record, view(pvssRoundStates.commit, instance), self)).toEqual({
      record,
      submit: null,
      note: null,
    });
  });

  test("offers nothing that belongs to another step or try of a round", () => {
    const {submit} = roundStep(null, view(pvssRoundStates.commit, empty()), self);
    if (submit === null) return expect.fail("no commit");
    const wanted = (state: number, change: Partial<PvssState> = {}) =>
      isWanted(submit, view(state, empty(), change).state);
    expect(wanted(pvssRoundStates.commit)).toBe(true);
    expect(wanted(pvssRoundStates.reveal)).toBe(false);
    expect(wanted(pvssRoundStates.commit, {round: 2n})).toBe(false);
    expect(wanted(pvssRoundStates.commit, {epoch: asEpoch(4n)})).toBe(false);
    expect(isWanted(submit, null)).toBe(false);
  });

  test("tells when the entropy of the chain is not what was revealed", () => {
    const {record, instance} = committed();
    const revealed = roundStep(record, view(pvssRoundStates.reveal, instance), self).record;
    const step = roundStep(revealed, view(pvssRoundStates.complete, instance), self);
    expect(step.record).toBeNull();
    expect(step.note).toMatchObject({level: "error", message: "recover: failed to check entropy"});
  });
});
