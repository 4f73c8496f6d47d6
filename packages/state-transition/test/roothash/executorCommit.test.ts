import type {Tree} from "@oasis-node/mkvs/tree";
import {Address, runtimeAddress} from "@oasis-node/primitives/address";
import {decode} from "@oasis-node/primitives/cbor";
import {asGas, asHeight, asRound} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import type {Signed} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {type Context, LimitedGas} from "../../src/context/index.ts";
import {
  type ComputeBody,
  type Message,
  RoothashState,
  roothashEventValues,
  StakingMessage,
} from "../../src/roothash/index.ts";
import {executorCommit} from "../../src/roothash/transactions/executorCommit.ts";
import {StakingParameters} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {dump, type Situation} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key, runtimeId} from "../support.ts";
import {
  bodyFor,
  commit,
  commitment,
  contextAs,
  escrowOf,
  headerOf,
  type NodeName,
  nodeKey,
  runtime,
  runtimeBalance,
  stateOf,
  world,
} from "./world.ts";

const sender = key(0x77);

/** Commitments arrive in a block; the context has the events. */
function submit(tree: Tree, commits: Signed[] | null, situation: Partial<Situation> = {}): Context {
  const context = contextAs(sender, {tree, height: 10n, ...situation});
  executorCommit(context, {id: runtimeId, commits});
  return context;
}

/** Kinds of the events, in order. */
function kindsOf({events}: Context): string[] {
  return events.map(({attributes}) => Buffer.from(attributes[0]?.key ?? []).toString());
}

function finalizedBy({events}: Context): {good: string[]; bad: string[]} {
  const values = events.flatMap(({attributes}) => attributes);
  const value = values.find(({key}) => Buffer.from(key).toString() === "finalized")?.value;
  const {event} = decode(roothashEventValues.finalized, value ?? null);
  const namesOf = (nodes: Uint8Array[] | null): string[] =>
    (nodes ?? []).map((id) => names.find((name) => Buffer.compare(nodeKey(name), id) === 0) ?? "?");
  return {good: namesOf(event.goodComputeNodes), bad: namesOf(event.badComputeNodes)};
}

const names: NodeName[] = ["w0", "w1", "w2", "b0", "b1", "b2"];

function transferMessage(amount: bigint): Message {
  const to = Address.zero();
  return {staking: StakingMessage.make({transfer: {to, amount}}), registry: null};
}

describe("refusals, in the order of consensus-paratime §3.6", () => {
  const refusals: Record<string, [string, (tree: Tree) => Signed[]]> = {
    "signed by somebody else": [
      "unknown/1",
      (tree) => {
        const own = commit(tree, "w0");
        return [{...own, signature: {...own.signature, publicKey: nodeKey("w1")}}];
      },
    ],
    "not of the committee": ["roothash/commitment/5", (tree) => [commit(tree, "s0")]],
    "given twice": ["roothash/commitment/6", (tree) => [commit(tree, "w0"), commit(tree, "w0")]],
    "for another round": [
      "roothash/commitment/7",
      (tree) => [commitment("w0", bodyFor({...headerOf(tree), round: asRound(9n)}))],
    ],
    "on another block": [
      "roothash/commitment/7",
      (tree) => [commitment("w0", bodyFor({...headerOf(tree), timestamp: 1n}))],
    ],
    "of an unknown failure": [
      "roothash/commitment/11",
      (tree) => [commitment("w0", bodyFor(headerOf(tree), {failure: 3}))],
    ],
    "without a root": [
      "roothash/commitment/11",
      (tree) => changed(tree, "w0", (body) => ({...body, header: {...body.header, ioRoot: null}})),
    ],
    "with an empty message": [
      "roothash/commitment/11",
      (tree) => changed(tree, "w1", (body) => ({...body, messages: [{staking: null, registry: null}]})),
    ],
    "to a batch of somebody who is not the proposer": [
      "unknown/1",
      (tree) => [commitment("w0", bodyFor(headerOf(tree), {}, "w0"))],
    ],
    "to inputs that the proposer did not sign": [
      "roothash/commitment/12",
      (tree) => changed(tree, "w0", (body) => ({...body, inputRoot: hashOf()})),
    ],
    "to null receipts signed as empty": [
      "roothash/commitment/12",
      (tree) => changed(tree, "w0", (body) => ({...body, inputStorageSigs: []})),
    ],
    "without enough receipts": [
      "roothash/commitment/14",
      (tree) => changed(tree, "w0", (body) => ({...body, storageSignatures: []})),
    ],
    "with a receipt of a stranger": [
      "unknown/1",
      (tree) => changed(tree, "w0", (body) => ({...body, storageSignatures: [body.txnSchedSig]})),
    ],
    "with a receipt of other roots": [
      "unknown/1",
      (tree) =>
        changed(tree, "w0", (body) => ({
          ...body,
          storageSignatures: bodyFor(headerOf(tree), {result: "other"}).storageSignatures,
        })),
    ],
    "with more messages than allowed": [
      "roothash/commitment/13",
      (tree) => [commit(tree, "w1", {messages: Array<Message>(5).fill(transferMessage(1n))})],
    ],
    "with other messages than announced": [
      "roothash/commitment/13",
      (tree) => changed(tree, "w1", (body) => ({...body, messages: [transferMessage(1n)]})),
    ],
    "with messages of somebody who is not the proposer": [
      "roothash/commitment/13",
      (tree) => [commit(tree, "w0", {messages: [transferMessage(1n)], sendsMessages: true})],
    ],
  };
  for (const [title, [result, commits]] of Object.entries(refusals)) {
    test(`a commitment ${title}, and nothing is written`, () => {
      const tree = world();
      const given = commits(tree);
      const before = dump(tree);
      expect(resultOf(() => submit(tree, given))).toBe(result);
      expect(dump(tree)).toEqual(before);
    });
  }

  test("runtimes that take none", () => {
    const tree = world();
    const roothash = new RoothashState(tree);
    const state = stateOf(tree);
    const id = Namespace.zero();
    expect(resultOf(() => executorCommit(contextAs(sender, {tree}), {id, commits: null}))).toBe("roothash/3");
    roothash.setRuntime({...state, executorPool: null});
    expect(resultOf(() => submit(tree, null))).toBe("roothash/4");
    roothash.setRuntime({...state, suspended: true});
    expect(resultOf(() => submit(tree, null))).toBe("roothash/5");
  });

  test("a check before the block says nothing, and a simulation stops before the round ends", () => {
    const tree = world();
    const before = dump(tree);
    expect(submit(tree, [commit(tree, "s0")], {mode: "checkTx"}).gas.used).toBe(0n);
    expect(submit(tree, [commit(tree, "w0")], {mode: "simulateTx"}).events).toEqual([]);
    expect(dump(tree)).toEqual(before);
  });
});

describe("rounds", () => {
  test("the first commitment starts the timer, every further one starts it again", () => {
    const tree = world();
    const roothash = new RoothashState(tree);
    expect(kindsOf(submit(tree, [commit(tree, "w0")]))).toEqual(["executor-commit"]);
    expect(roothash.roundTimeouts(asHeight(14n))).toEqual([runtimeId]);
    submit(tree, [commit(tree, "w1")], {height: 12n});
    expect(stateOf(tree).executorPool?.nextTimeout).toBe(16n);
    expect(roothash.roundTimeouts(asHeight(14n))).toEqual([]);
    expect(roothash.roundTimeouts(asHeight(16n))).toEqual([runtimeId]);
  });

  test("none at all starts the timer too, whoever sends it", () => {
    const tree = world();
    submit(tree, null);
    expect(new RoothashState(tree).roundTimeouts(asHeight(14n))).toEqual([runtimeId]);
  });

  test("agreement of all workers makes a block and turns off the timer", () => {
    const tree = world();
    const parent = headerOf(tree);
    submit(tree, [commit(tree, "w0")]);
    const body = bodyFor(parent, {sendsMessages: true});
    const context = submit(tree, [commitment("w1", body), commit(tree, "w2")], {height: 11n});
    const {header} = stateOf(tree).currentBlock;
    expect(header).toMatchObject({round: 2n, headerType: 1, previousHash: body.header.previousHash});
    expect([header.ioRoot, header.stateRoot]).toEqual([body.header.ioRoot, body.header.stateRoot]);
    expect(stateOf(tree)).toMatchObject({
      currentBlockHeight: 11n,
      lastNormalRound: 2n,
      lastNormalHeight: 11n,
    });
    expect(stateOf(tree).executorPool).toMatchObject({round: 2n, nextTimeout: 0n, discrepancy: false});
    expect(new RoothashState(tree).roundTimeouts(asHeight(14n))).toEqual([]);
    expect(kindsOf(context)).toEqual(["finalized", "executor-commit", "executor-commit"]);
    expect(finalizedBy(context)).toEqual({good: ["w0", "w1", "w2"], bad: []});
  });

  test("a discrepancy waits for a majority of the backup workers, then slashes and rewards", () => {
    const tree = world();
    const wrong = commit(tree, "w0", {result: "wrong"});
    const commits = [wrong, commit(tree, "w1")];
    expect(kindsOf(submit(tree, commits))).toEqual([
      "execution-discrepancy",
      "executor-commit",
      "executor-commit",
    ]);
    expect(stateOf(tree).executorPool).toMatchObject({discrepancy: true, nextTimeout: 14n});
    const context = submit(tree, [commit(tree, "b0"), commit(tree, "b1")]);
    expect(finalizedBy(context)).toEqual({good: ["w1", "b0", "b1"], bad: ["w0"]});
    expect(kindsOf(context).slice(0, 5)).toEqual([
      "take_escrow",
      "transfer",
      "add_escrow",
      "add_escrow",
      "add_escrow",
    ]);
    // 100 taken, a tenth to the runtime, the rest in three parts.
    expect(["w0", "w1", "b0", "b1"].map((name) => escrowOf(tree, name as NodeName))).toEqual([
      900n,
      1030n,
      1030n,
      1030n,
    ]);
    expect(runtimeBalance(tree)).toBe(10n);
    expect(new StakingState(tree).commonPool()).toBe(0n);
  });

  test("backup workers that have committed before resolve a discrepancy at once", () => {
    const tree = world();
    const early = [commit(tree, "b0"), commit(tree, "b1"), commit(tree, "w1")];
    const context = submit(tree, [...early, commit(tree, "w2", {failure: 1})]);
    expect(kindsOf(context).slice(0, 2)).toEqual(["execution-discrepancy", "finalized"]);
    // A failure is neither good nor bad, and nobody had wrong results.
    expect(finalizedBy(context)).toEqual({good: ["w1", "b0", "b1"], bad: []});
    expect(new RoothashState(tree).roundTimeouts(asHeight(14n))).toEqual([]);
  });

  test("a majority that failed loses the round", () => {
    const tree = world();
    const failing = (["b0", "b1"] as const).map((name) => commit(tree, name, {failure: 2}));
    const context = submit(tree, [...failing, commit(tree, "w1"), commit(tree, "w0", {failure: 1})]);
    expect(kindsOf(context).slice(0, 2)).toEqual(["execution-discrepancy", "finalized"]);
    expect(headerOf(tree)).toMatchObject({round: 2n, headerType: 2});
    expect(stateOf(tree)).toMatchObject({currentBlockHeight: 10n, lastNormalRound: 0n, lastNormalHeight: 2n});
  });
});

describe("messages of the runtime", () => {
  const messages = [
    transferMessage(40n),
    transferMessage(1000n),
    {staking: null, registry: {v: 0, updateRuntime: {...runtime, v: 1}}},
  ];

  test("each has its result, also when others fail", () => {
    const tree = world();
    const staking = new StakingState(tree);
    const address = runtimeAddress(runtimeId);
    const account = staking.account(address);
    account.general.balance = 100n;
    staking.setAccount(address, account);
    const commits = names.slice(0, 3).map((name) => commit(tree, name, {messages}));
    const context = submit(tree, commits);
    expect(kindsOf(context).slice(0, 5)).toEqual(["transfer", "message", "message", "message", "finalized"]);
    expect(resultsOf(context).slice(0, 2)).toEqual([
      {module: "", code: 0, index: 0},
      {module: "unknown", code: 1, index: 1},
    ]);
    expect(resultsOf(context)[2]).toMatchObject({module: "registry", index: 2});
    expect(runtimeBalance(tree)).toBe(60n);
  });

  test("the proposer's commitment pays for their gas, and running out of it there does not matter", () => {
    const tree = world();
    const gasCosts = new Map([["transfer", asGas(300n)]]);
    new StakingState(tree).setParameters(StakingParameters.make({gasCosts}));
    const used = (limit: bigint): bigint => {
      const context = contextAs(sender, {tree});
      context.gas = new LimitedGas(asGas(limit));
      const commits = [commit(tree, "w1", {messages: [transferMessage(1n), transferMessage(1n)]})];
      executorCommit(context, {id: runtimeId, commits});
      new RoothashState(tree).setRuntime(untouched);
      return context.gas.used;
    };
    const untouched = stateOf(tree);
    expect(used(10_000n)).toBe(1600n);
    expect(used(1400n)).toBe(1300n);
  });
});

function resultsOf({events}: Context): unknown[] {
  return events
    .flatMap(({attributes}) => attributes)
    .filter(({key}) => Buffer.from(key).toString() === "message")
    .map(({value}) => decode(roothashEventValues.message, value).event);
}

function changed(tree: Tree, name: NodeName, change: (body: ComputeBody) => ComputeBody): Signed[] {
  return [commitment(name, change(bodyFor(headerOf(tree))))];
}
