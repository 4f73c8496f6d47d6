import {type Address, addressToText} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {thresholdKinds} from "../../src/stake/index.ts";
import {
  Account,
  checkStakingState,
  exportStaking,
  initStaking,
  StakingError,
  StakingGenesis,
  StakingParameters,
} from "../../src/staking/index.ts";
import {alice, bob, carol, commonPool, world} from "./world.ts";

const token = {tokenSymbol: "TEST", tokenValueExponent: 9};

const parameters = StakingParameters.make({
  thresholds: new Map(Object.values(thresholdKinds).map((kind) => [kind, 0n] as const)),
  feeSplitWeightVote: 1n,
});

/** Alice delegates to bob, and has been reclaiming from him; 100 base units in all. */
function genesis(): StakingGenesis {
  const [owner, entity] = [Account.zero(), Account.zero()];
  owner.general.balance = 40n;
  entity.escrow.active = {balance: 20n, totalShares: 10n};
  entity.escrow.debonding = {balance: 6n, totalShares: 5n};
  return StakingGenesis.make({
    ...token,
    parameters,
    totalSupply: 100n,
    commonPool: 30n,
    lastBlockFees: 3n,
    governanceDeposits: 1n,
    ledger: new BytesMap([
      [alice, owner],
      [bob, entity],
    ]),
    delegations: toBob([[alice, {shares: 10n}]]),
    debondingDelegations: toBob([[alice, [debonding(3n, 7n), debonding(2n, 8n)]]]),
  });
}

function toBob<T>(entries: readonly (readonly [Address, T])[]): BytesMap<Address, BytesMap<Address, T>> {
  return new BytesMap([[bob, new BytesMap(entries)]]);
}

function debonding(shares: bigint, end: bigint): {shares: bigint; debondEnd: ReturnType<typeof asEpoch>} {
  return {shares, debondEnd: asEpoch(end)};
}

describe("genesis", () => {
  test("writes the state, without waiting fees and counters", () => {
    const {context, state, tree} = world({mode: "initChain"});
    initStaking(context, genesis());
    expect([state.totalSupply(), state.commonPool(), state.governanceDeposits()]).toEqual([100n, 33n, 1n]);
    expect(state.account(alice).general.balance).toBe(40n);
    expect(state.delegation(alice, bob)).toEqual({shares: 10n});
    expect(state.debondingDelegations().map(({end}) => end)).toEqual([7n, 8n]);
    expect(tree.written.filter((key) => /^5[78]/.test(key))).toEqual([]);
    expect(context.events).toEqual([]);
  });

  test("adds up what ends together, and leaves out delegations without shares", () => {
    const {context, state} = world({mode: "initChain"});
    const both = toBob([[alice, [debonding(3n, 7n), debonding(2n, 7n)]]]);
    const delegations = toBob([
      [alice, {shares: 10n}],
      [carol, {shares: 0n}],
    ]);
    initStaking(context, {...genesis(), debondingDelegations: both, delegations});
    expect(state.debondingDelegations().map(({delegation}) => delegation)).toEqual([debonding(5n, 7n)]);
    expect(state.delegations()).toHaveLength(1);
  });

  const withClaim = Account.zero();
  withClaim.escrow.stakeAccumulator.claims = new Map([["claim", []]]);

  test.each<readonly [string, Partial<StakingGenesis>]>([
    ["parameters without thresholds", {parameters: {...parameters, thresholds: null}}],
    ["a supply that is not the sum of its parts", {totalSupply: 101n}],
    ["no account for an address", {ledger: new BytesMap([[alice, null]])}],
    ["an account of the protocol", {ledger: new BytesMap([[commonPool, Account.zero()]])}],
    ["claims", {ledger: new BytesMap([[carol, withClaim]])}],
    ["shares that do not add up", {delegations: toBob([[alice, {shares: 11n}]])}],
    ["debonding shares that do not add up", {debondingDelegations: toBob([[alice, [debonding(4n, 7n)]]])}],
    ["no delegation for a delegator", {delegations: toBob([[alice, null]])}],
    ["a delegation of the protocol", {delegations: toBob([[commonPool, {shares: 10n}]])}],
  ])("is refused with %s", (_, part) => {
    const {context} = world({mode: "initChain"});
    expect(() => initStaking(context, {...genesis(), ...part})).toThrow(StakingError);
  });
});

describe("export", () => {
  test("gives back the document, but for fees that went to the common pool", () => {
    const {context, state} = world({mode: "initChain"});
    initStaking(context, genesis());
    const expected = {...genesis(), commonPool: 33n, lastBlockFees: 0n};
    expect(encode(StakingGenesis, exportStaking(state, token))).toEqual(encode(StakingGenesis, expected));
  });

  test("leaves out claims", () => {
    const {context, state} = world({mode: "initChain"});
    initStaking(context, genesis());
    const account = state.account(bob);
    account.escrow.stakeAccumulator = {claims: new Map([["claim", []]])};
    state.setAccount(bob, account);
    expect(exportStaking(state, token).ledger?.get(bob)?.escrow.stakeAccumulator.claims).toBeNull();
  });
});

describe("sanity of the state", () => {
  test("finds nothing after genesis", () => {
    const {context, state} = world({mode: "initChain"});
    initStaking(context, genesis());
    expect([...checkStakingState(state, token, asEpoch(1n))]).toEqual([]);
  });

  test("finds base units out of nowhere and shares of nobody", () => {
    const {context, state} = world({mode: "initChain"});
    initStaking(context, genesis());
    state.setCommonPool(34n);
    state.setDelegation(alice, bob, {shares: 9n});
    const problems = [...checkStakingState(state, token, asEpoch(1n))];
    expect(problems[0]).toContain("does not add up to total supply (100)");
    expect(problems.slice(1)).toEqual([
      expect.stringContaining(`all shares of all delegations (9) for account ${addressToText(bob)}`),
      expect.stringContaining(`delegations (9) for account ${addressToText(bob)}`),
    ]);
  });
});
