import {stakingAddress} from "@oasis-node/primitives/address";
import {asRound} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import type {PublicKey, Signed} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import type {Context} from "../../src/context/index.ts";
import {Evidence, type Header, Header as HeaderSchema, type ProposedBatch} from "../../src/roothash/index.ts";
import {submitEvidence} from "../../src/roothash/transactions/evidence.ts";
import {StakingState} from "../../src/staking/state.ts";
import {dump, type Situation} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key, runtimeId} from "../support.ts";
import {
  bodyFor,
  commitment,
  contextAs,
  escrowOf,
  nodeKey,
  runtime,
  runtimeBalance,
  signedBatch,
  type Work,
  world,
} from "./world.ts";

const informer = key(0x77);
const header = HeaderSchema.make({namespace: runtimeId, round: asRound(1n)});

/** Evidence of two commitments of a node for round 2. */
function commitments(a: Work, b: Work, base: Header = header): Evidence {
  const [commitA, commitB] = [a, b].map((work) => commitment("w0", bodyFor(base, work)));
  if (commitA === undefined || commitB === undefined) throw new TypeError("two are given");
  return Evidence.make({id: runtimeId, equivocationExecutor: {commitA, commitB}});
}

function batches(a: Partial<ProposedBatch>, b: Partial<ProposedBatch>): Evidence {
  return batchEvidence(batch(a), batch(b));
}

function batch(changes: Partial<ProposedBatch>): Signed {
  return signedBatch("w1", {ioRoot: hashOf(), storageSignatures: null, header, ...changes});
}

function batchEvidence(batchA: Signed, batchB: Signed): Evidence {
  return Evidence.make({id: runtimeId, equivocationBatch: {batchA, batchB}});
}

const good = commitments({result: "one"}, {result: "two"});

function submit(
  evidence: Evidence,
  situation: Partial<Situation> & {tree?: Situation["tree"]; signer?: PublicKey} = {},
): Context {
  const context = contextAs(situation.signer ?? informer, {tree: world(), height: 10n, ...situation});
  submitEvidence(context, evidence);
  return context;
}

describe("evidence by itself (consensus-paratime §3.10 step 1)", () => {
  const {equivocationExecutor: executor} = good;
  if (executor === null) throw new TypeError("evidence of executors");
  const {commitA, commitB} = executor;
  const forged = {...commitB, signature: {...commitB.signature, signature: commitA.signature.signature}};
  const other = commitment("w2", bodyFor(header, {result: "two"}));
  const withCommits = (a: Signed, b: Signed): Evidence =>
    Evidence.make({id: runtimeId, equivocationExecutor: {commitA: a, commitB: b}});
  const later = {...header, round: asRound(2n)};
  const proposed = batch({});
  const refused: Record<string, Evidence> = {
    "of nothing": Evidence.make({id: runtimeId}),
    "of both kinds": {...good, equivocationBatch: {batchA: proposed, batchB: proposed}},
    "of one commitment": withCommits(commitA, commitA),
    "of two nodes": withCommits(commitA, other),
    "with a bad signature": withCommits(commitA, forged),
    "of two rounds": withCommits(commitA, commitment("w0", bodyFor(later, {result: "two"}))),
    "with a body that is not valid": commitments({result: "one"}, {failure: 9}),
    "of equal results": withCommits(
      commitment("w0", bodyFor(header, {result: "one"}, "w2")),
      commitment("w0", bodyFor(header, {result: "one"})),
    ),
    "of equal failures": withCommits(
      commitment("w0", bodyFor(header, {failure: 1}, "w2")),
      commitment("w0", bodyFor(header, {failure: 1})),
    ),
    "of one batch": batchEvidence(proposed, proposed),
    "of batches of two rounds": batches({}, {header: later}),
    "of batches that differ in signatures of storage nodes only": batches(
      {},
      {header: {...header, storageSignatures: []}},
    ),
  };
  for (const [title, evidence] of Object.entries(refused)) {
    test(`${title} is refused, before a block too`, () => {
      expect(resultOf(() => submit(evidence))).toBe("roothash/10");
      expect(resultOf(() => submit(evidence, {mode: "checkTx"}))).toBe("roothash/10");
    });
  }

  test("a failure contradicts results, and another failure", () => {
    const tree = world();
    expect(resultOf(() => submit(commitments({}, {failure: 1}), {tree}))).toBe("ok");
    expect(resultOf(() => submit(commitments({failure: 2}, {failure: 1})))).toBe("ok");
  });
});

describe("accepted evidence", () => {
  test("slashes the entity of the node; half goes to the runtime, half in escrow to the informer", () => {
    const tree = world();
    submit(good, {tree});
    expect(escrowOf(tree, "w0")).toBe(950n);
    expect(runtimeBalance(tree)).toBe(25n);
    expect(new StakingState(tree).account(stakingAddress(informer)).escrow.active.balance).toBe(25n);
  });

  test("rewards the entity of an informer that is a node", () => {
    const tree = world();
    submit(good, {tree, signer: nodeKey("b2")});
    expect(escrowOf(tree, "b2")).toBe(1025n);
  });

  test("is remembered by node and round alone, whatever it is of", () => {
    const tree = world();
    submit(good, {tree});
    expect(resultOf(() => submit(commitments({}, {failure: 1}), {tree}))).toBe("roothash/9");
    // Batches are of the round before the results, so that one fault fits under two numbers.
    submit(batches({}, {ioRoot: hashOf(new Uint8Array(1))}), {tree});
    expect(escrowOf(tree, "w1")).toBe(950n);
  });

  test("of a node that is not registered is refused, but stays remembered", () => {
    const tree = world();
    const signer = "stranger" as const;
    const strange = [commitment(signer, bodyFor(header)), commitment(signer, bodyFor(header, {failure: 1}))];
    const [commitA, commitB] = strange;
    if (commitA === undefined || commitB === undefined) throw new TypeError("two are given");
    const evidence = Evidence.make({id: runtimeId, equivocationExecutor: {commitA, commitB}});
    expect(resultOf(() => submit(evidence, {tree}))).toBe("roothash/10");
    expect(resultOf(() => submit(evidence, {tree}))).toBe("roothash/9");
  });

  test("changes nothing in checks and simulations", () => {
    const tree = world();
    const before = dump(tree);
    submit(good, {tree, mode: "checkTx"});
    submit(good, {tree, mode: "simulateTx"});
    expect(dump(tree)).toEqual(before);
  });
});

test("a runtime that does not slash takes no evidence", () => {
  const tree = world({...runtime, staking: {...runtime.staking, slashing: null}});
  expect(resultOf(() => submit(good, {tree}))).toBe("roothash/8");
});

test("evidence of a round too long ago is refused, of one to come accepted", () => {
  const tree = world({...runtime, genesis: {...runtime.genesis, round: asRound(27n)}});
  expect(resultOf(() => submit(good, {tree}))).toBe("roothash/10");
  const future = {...header, round: asRound(1_000_000n)};
  expect(resultOf(() => submit(commitments({}, {failure: 1}, future), {tree}))).toBe("ok");
});
