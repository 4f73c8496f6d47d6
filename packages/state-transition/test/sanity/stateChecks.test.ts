import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {asHeight, invalidEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {parseDocument} from "../../src/genesis/index.ts";
import {GovernanceState, initGovernance, Proposal, proposalStates} from "../../src/governance/index.ts";
import {KeymanagerState, KeymanagerStatus} from "../../src/keymanager/index.ts";
import {initRegistry, RegistryState} from "../../src/registry/index.ts";
import {initRoothash, RoothashState, runtimeListener} from "../../src/roothash/index.ts";
import {createRuntime} from "../../src/roothash/newRuntime.ts";
import {sanityApp, stateChecks} from "../../src/sanity/index.ts";
import {initStaking, type StakeThreshold, StakingState} from "../../src/staking/index.ts";
import {contextFor, dump, emptyState} from "../appContext.ts";
import {upgradeAt} from "../governance/world.ts";
import {runtimeDescriptor} from "../registry/runtimeDescriptor.ts";
import {key, recordedText, runtimeId} from "../support.ts";

const document = parseDocument(recordedText("chain-5/genesis.json"));
const clock = 1_000n;
const checks = stateChecks({token: document.staking, clock: () => clock});
const entityClaim = "registry.RegisterEntity";

/** The state of a recorded genesis: seven entities with a node each. */
function goodState(): Tree {
  const tree = emptyState();
  const ctx = contextFor({tree, mode: "initChain"});
  initStaking(ctx, document.staking);
  initRegistry(ctx, document.registry, runtimeListener);
  initGovernance(ctx, document.governance);
  initRoothash(ctx, document.roothash);
  return tree;
}

/** What the checks at the end of block 11 find first; null when all is well. */
function firstProblem(tree: Tree, epoch = 0n): string | null {
  const app = sanityApp({interval: 1n, random: (length) => new Uint8Array(length), checks});
  try {
    app.endBlock?.(contextFor({tree, mode: "endBlock", epoch, height: 11n}));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return null;
}

/** Changes the claims on the account of an entity. */
function changeClaims(tree: Tree, change: (claims: Map<string, StakeThreshold[] | null>) => void): void {
  const [address] = new RegistryState(tree).entities().map(({id}) => stakingAddress(id));
  if (address === undefined) throw new TypeError("no entity");
  const state = new StakingState(tree);
  const account = state.account(address);
  change(account.escrow.stakeAccumulator.claims ?? new Map());
  state.setAccount(address, account);
}

/** Adds a compute runtime with its first block, made at `now` seconds, and a timer that runs out at a height. */
function addRuntime(tree: Tree, {now = 0n, timer}: {now?: bigint; timer?: bigint}): void {
  createRuntime(contextFor({tree, now: now * 1_000_000_000n}), runtimeDescriptor);
  if (timer !== undefined) new RoothashState(tree).scheduleRoundTimeout(runtimeId, asHeight(timer));
}

describe("a state that holds together", () => {
  test("passes, and stays as it is", () => {
    const tree = goodState();
    const before = dump(tree);
    expect(firstProblem(tree)).toBeNull();
    expect(dump(tree)).toEqual(before);
  });

  test("passes with stake below the claims: that is dealt with when an epoch begins", () => {
    const tree = goodState();
    const state = new StakingState(tree);
    const parameters = state.parameters();
    const kinds = [...(parameters.thresholds?.keys() ?? [])];
    state.setParameters({...parameters, thresholds: new Map(kinds.map((kind) => [kind, 10n ** 30n]))});
    expect(firstProblem(tree)).toBeNull();
  });

  test("passes with a block of a runtime that is an hour ahead of the clock", () => {
    const tree = goodState();
    addRuntime(tree, {now: clock + 3_660n});
    expect(firstProblem(tree)).toBeNull();
  });
});

describe("the node stops when", () => {
  test.each<[string, RegExp, (tree: Tree) => void]>([
    [
      "a node is that of an entity that is gone",
      /registry: .*missing entity/,
      (tree) => {
        const registry = new RegistryState(tree);
        for (const {id} of registry.entities()) registry.removeEntity(id);
      },
    ],
    [
      "a runtime is malformed",
      /registry: runtime sanity check failed/,
      (tree) => new RegistryState(tree).setRuntime({...runtimeDescriptor, kind: 9}, true),
    ],
    [
      "a block of a runtime is far ahead of the clock",
      /roothash: .*more than 1h1m in the future/,
      (tree) => addRuntime(tree, {now: clock + 3_661n}),
    ],
    ["a timer has run out unnoticed", /roothash: .*did not trigger/, (tree) => addRuntime(tree, {timer: 9n})],
    [
      "a timer is not what a round waits for",
      /roothash: .*would not actually trigger/,
      (tree) => addRuntime(tree, {timer: 10n}),
    ],
    [
      "the supply is not the sum of its parts",
      /staking: .*total supply/,
      (tree) => new StakingState(tree).setCommonPool(1n),
    ],
    [
      "a key manager status is not of a key manager",
      /key manager: .*invalid/,
      (tree) => new KeymanagerState(tree).setStatus(KeymanagerStatus.make({id: runtimeId})),
    ],
    [
      "deposits are not those of active proposals",
      /governance: .*governance deposit/,
      (tree) => {
        const proposal = {id: 1n, submitter: stakingAddress(key(1)), content: upgradeAt(9n), deposit: 5n};
        const {active} = proposalStates;
        new GovernanceState(tree).setActiveProposal(Proposal.make({...proposal, state: active}));
      },
    ],
    [
      "a claim is missing",
      /stake claims: incorrect number/,
      (tree) => changeClaims(tree, (claims) => claims.delete(entityClaim)),
    ],
    [
      "a claim has another name",
      /stake claims: missing claim/,
      (tree) =>
        changeClaims(tree, (claims) => {
          claims.set("other", claims.get(entityClaim) ?? null);
          claims.delete(entityClaim);
        }),
    ],
    [
      "a claim is for another threshold",
      /stake claims: incorrect thresholds/,
      (tree) => changeClaims(tree, (claims) => claims.set(entityClaim, null)),
    ],
  ])("%s", (_, expected, spoil) => {
    const tree = goodState();
    spoil(tree);
    expect(firstProblem(tree)).toMatch(expected);
  });

  test("an upgrade is still pending although its epoch is over", () => {
    const tree = goodState();
    const content = upgradeAt(9n);
    const {passed} = proposalStates;
    const state = new GovernanceState(tree);
    state.setProposal(Proposal.make({id: 1n, submitter: stakingAddress(key(1)), content, state: passed}));
    if (content.upgrade !== null) state.setPendingUpgrade({proposalId: 1n, descriptor: content.upgrade});
    expect(firstProblem(tree, 9n)).toBeNull();
    expect(firstProblem(tree, 10n)).toMatch(/governance: .*past upgrade epoch/);
  });

  test("there is no epoch", () => {
    expect(firstProblem(goodState(), invalidEpoch)).toMatch(/epoch/);
  });
});

test("only the blocks whose turn it is are checked, and never the first", () => {
  const seen: bigint[] = [];
  const spy = {
    name: "spy",
    run: ({currentHeight}: {currentHeight: bigint}) => {
      seen.push(currentHeight);
      return [];
    },
  };
  const app = sanityApp({interval: 3n, random: (length) => new Uint8Array(length), checks: [spy]});
  const every = sanityApp({interval: 1n, random: (length) => new Uint8Array(length), checks: [spy]});
  for (const height of [1n, 2n, 3n, 4n, 5n, 6n]) {
    app.endBlock?.(contextFor({tree: emptyState(), mode: "endBlock", height}));
  }
  every.endBlock?.(contextFor({tree: emptyState(), mode: "endBlock", height: 1n}));
  expect(seen).toEqual([3n, 6n]);
});
