import type {Tree} from "@oasis-node/mkvs/tree";
import {asRound} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {expect, test} from "vitest";
import {committeeKinds} from "../../src/committee/index.ts";
import type {Context} from "../../src/context/index.ts";
import {type Pool, RoothashState} from "../../src/roothash/index.ts";
import {executorCommit} from "../../src/roothash/transactions/executorCommit.ts";
import {executorProposerTimeout} from "../../src/roothash/transactions/executorProposerTimeout.ts";
import {dump, eventsOf, type Situation} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {runtimeId} from "../support.ts";
import {commit, contextAs, headerOf, type NodeName, nodeKey, stateOf, world} from "./world.ts";

/** The proposer of round 1 is `w1`; height 8 is two blocks after the one the round began in. */
function request(
  tree: Tree,
  {name = "w0", round = 1n, id = runtimeId, ...situation}: Partial<Situation> & Request = {},
): Context {
  const context = contextAs(nodeKey(name), {tree, height: 8n, ...situation});
  executorProposerTimeout(context, {id, round: asRound(round)});
  return context;
}

interface Request {
  readonly name?: NodeName;
  readonly round?: bigint;
  readonly id?: Namespace;
}

function setPool(tree: Tree, change: (pool: Pool) => Pool): void {
  const state = stateOf(tree);
  if (state.executorPool === null) throw new TypeError("no pool");
  new RoothashState(tree).setRuntime({...state, executorPool: change(state.executorPool)});
}

test("refusals come in the order of consensus-paratime §3.9 and write nothing", () => {
  const tree = world();
  const withPool = (change: (pool: Pool) => Pool): Tree => {
    const other = world();
    setPool(other, change);
    return other;
  };
  const committed = world();
  const sender = contextAs(nodeKey("w0"), {tree: committed, height: 6n});
  executorCommit(sender, {id: runtimeId, commits: [commit(committed, "w0")]});
  const refusals: [Tree, Partial<Situation> & Request, string][] = [
    [tree, {id: Namespace.zero()}, "roothash/3"],
    [tree, {height: 7n, round: 9n, name: "s0"}, "roothash/6"],
    [withPool((pool) => ({...pool, committee: null})), {}, "roothash/commitment/2"],
    [
      withPool(({committee, ...pool}) => ({
        ...pool,
        committee: committee && {...committee, kind: committeeKinds.storage},
      })),
      {},
      "roothash/commitment/3",
    ],
    [committed, {round: 2n, name: "s0"}, "roothash/commitment/15"],
    [committed, {name: "s0"}, "roothash/commitment/6"],
    [tree, {name: "b0"}, "roothash/commitment/5"],
    [tree, {name: "w1"}, "roothash/commitment/16"],
  ];
  for (const [state, sent, result] of refusals) {
    const before = dump(state);
    expect(resultOf(() => request(state, sent))).toBe(result);
    expect(dump(state)).toEqual(before);
  }
});

test("another worker ends the round of a proposer that does nothing", () => {
  const tree = world();
  executorCommit(contextAs(nodeKey("w0"), {tree, height: 6n}), {id: runtimeId, commits: null});
  const context = request(tree);
  expect(headerOf(tree)).toMatchObject({round: 2n, headerType: 2});
  expect(stateOf(tree).currentBlockHeight).toBe(8n);
  expect(stateOf(tree).executorPool).toMatchObject({round: 2n, nextTimeout: 0n});
  expect(Object.keys(dump(tree)).filter((key) => key.startsWith("22"))).toEqual([]);
  expect(eventsOf(context).map(([key]) => key)).toEqual(["finalized", "runtime-id"]);
  expect(eventsOf(context)[1]?.[1]).toBe(
    Buffer.from(Buffer.from(runtimeId).toString("base64")).toString("hex"),
  );
});

test("checks and simulations look at nothing", () => {
  const tree = world();
  const before = dump(tree);
  request(tree, {mode: "checkTx", name: "s0"});
  request(tree, {mode: "simulateTx", name: "s0"});
  expect(dump(tree)).toEqual(before);
});
