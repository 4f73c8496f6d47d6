import {reservedAddresses, stakingAddress} from "@oasis-node/primitives/address";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {protocolVersions} from "@oasis-node/primitives/version";
import {describe, expect, test} from "vitest";
import {
  checkGovernanceGenesis,
  GovernanceGenesis,
  GovernanceParameters,
  Proposal,
  type ProposalContent,
  proposalStates,
} from "../../src/governance/index.ts";
import {UpgradeDescriptor} from "../../src/upgrade/index.ts";
import {key} from "../support.ts";

const baseEpoch = asEpoch(10n);
const parameters = GovernanceParameters.make({
  quorum: 75,
  threshold: 90,
  votingPeriod: asEpoch(2n),
  upgradeMinEpochDiff: asEpoch(5n),
  upgradeCancelMinEpochDiff: asEpoch(5n),
});

function upgradeAt(epoch: bigint, change: Partial<UpgradeDescriptor> = {}): ProposalContent {
  const upgrade = UpgradeDescriptor.make({
    v: 1,
    handler: "handler",
    target: protocolVersions,
    epoch: asEpoch(epoch),
    ...change,
  });
  return {upgrade, cancelUpgrade: null};
}

function proposal(change: Partial<Proposal> = {}): Proposal {
  return Proposal.make({
    id: 1n,
    submitter: stakingAddress(key(1)),
    state: proposalStates.active,
    deposit: 3n,
    content: upgradeAt(20n),
    createdAt: baseEpoch,
    closesAt: baseEpoch,
    ...change,
  });
}

function problems(change: Partial<GovernanceGenesis>, governanceDeposits = 0n): string[] {
  const genesis = GovernanceGenesis.make({parameters, ...change});
  return [...checkGovernanceGenesis(genesis, {baseEpoch, governanceDeposits})].map((problem) =>
    problem.replace(/^governance: (.*) sanity check failed: /, "$1: "),
  );
}

describe("the governance part of a genesis document (consensus-core §6.2)", () => {
  test("is good as it should be", () => {
    expect(problems({proposals: [proposal()]}, 3n)).toEqual([]);
  });

  test("has parameters that make sense together", () => {
    const bad = {...parameters, quorum: 101, threshold: 101, votingPeriod: asEpoch(5n)};
    expect(problems({parameters: bad})).toEqual([
      "parameters: quorum should be less or equal to 100",
      "parameters: threshold should be less or equal to 100",
      "parameters: voting_period should be less than upgrade_min_epoch_diff",
      "parameters: voting_period should be less than upgrade_cancel_min_epoch_diff",
    ]);
    expect(problems({parameters: {...parameters, quorum: 66, threshold: 100}})).toEqual([
      "parameters: product of quorum and threshold should be at least 2/3",
    ]);
    expect(problems({parameters: {...parameters, quorum: 67, threshold: 100}})).toEqual([]);
  });

  test("has active proposals that can still be decided", () => {
    const active = proposal({
      submitter: reservedAddresses.commonPool,
      createdAt: asEpoch(11n),
      closesAt: asEpoch(9n),
      results: new Map(),
      invalidVotes: 1n,
      content: upgradeAt(9n),
    });
    expect(problems({proposals: [active]}, 3n)).toEqual([
      "proposals: proposal 1: with crated epoch in the future",
      "proposals: proposal 1: invalid proposal submitter",
      "proposals: proposal 1: active proposal with past closing epoch",
      "proposals: proposal 1: active proposal with results",
      "proposals: proposal 1: active proposal with non-zero invalid votes",
      "proposals: proposal 1: active proposal with past upgrade epoch",
    ]);
  });

  test("has closed proposals closed, and deposits of the active ones only", () => {
    const closed = proposal({state: proposalStates.rejected, closesAt: asEpoch(11n)});
    expect(problems({proposals: [closed]}, 3n)).toEqual([
      "proposals: proposal 1: closed proposal with future closing epoch",
      "proposals: sum of active proposals deposits (0) doesn't match governance deposit (3)",
    ]);
  });

  test("has votes of accounts that people can have", () => {
    const voteEntries = new Map([[1n, [{voter: reservedAddresses.feeAccumulator, vote: 1}]]]);
    expect(problems({proposals: [proposal()], voteEntries}, 3n)).toEqual([
      "votes: proposal 1: invalid voter",
    ]);
  });

  test("has pending upgrades apart from each other, unless they are cancelled", () => {
    const passed = (id: bigint, content: ProposalContent): Proposal =>
      proposal({id, state: proposalStates.passed, content});
    const near = [passed(1n, upgradeAt(24n)), passed(2n, upgradeAt(20n))];
    expect(problems({proposals: near})).toEqual([
      "pending upgrades: pending upgrades not UpgradeMinEpochDiff(5) apart: 20, 24",
    ]);
    const cancelled = passed(3n, {upgrade: null, cancelUpgrade: {proposalId: 2n}});
    expect(problems({proposals: [...near, cancelled]})).toEqual([]);
  });

  test("has upgrades that a network can make, told as the reference does", () => {
    const why = (change: Partial<UpgradeDescriptor>): string | undefined =>
      problems({proposals: [proposal({content: upgradeAt(20n, change)})]}, 3n)[0]?.split("failure: ")[1];
    expect(why({v: 2})).toBe("invalid upgrade descriptor version: 2 (min: 1 max: 1)");
    expect(why({handler: "ab"})).toBe(
      "invalid upgrade descriptor handler: invalid length: 2 (min: 3 max: 32)",
    );
    const target = UpgradeDescriptor.zero().target;
    expect(why({target})).toBe(
      "invalid upgrade descriptor target version: invalid Consensus protocol version: invalid version: 0.0.0",
    );
    expect(why({epoch: asEpoch(0n)})).toBe(
      `invalid upgrade descriptor epoch: 0 (min: 1 max: ${2n ** 64n - 2n})`,
    );
  });
});
