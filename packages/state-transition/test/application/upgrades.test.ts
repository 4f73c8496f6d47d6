import {asEpoch, asGas} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {type Application, upgradeHandlers} from "../../src/application/index.ts";
import {type Context, HaltError} from "../../src/context/index.ts";
import {GovernanceParameters} from "../../src/governance/index.ts";
import {GovernanceState} from "../../src/governance/state.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {RoothashParameters} from "../../src/roothash/index.ts";
import {RoothashState} from "../../src/roothash/state.ts";
import {SchedulerParameters} from "../../src/scheduler/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {StakingParameters} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {type PendingUpgrades, UpgradeSchedule} from "../../src/upgrade/index.ts";
import {app, blockAt, newChain, openMemory, runBlock, startedChain} from "./fixture.ts";

/** Writes in the first block what upgrades change. */
const parameters = app("a", {
  beginBlock: ({tree, currentHeight}) => {
    if (currentHeight > 1n) return;
    const gasCosts = new Map([["transfer", asGas(7n)]]);
    new StakingState(tree).setParameters(StakingParameters.make({gasCosts, maxAllowances: 2}));
    new GovernanceState(tree).setParameters(GovernanceParameters.zero());
    new RoothashState(tree).setParameters(RoothashParameters.zero());
    new SchedulerState(tree).setParameters(SchedulerParameters.make({maxValidators: 5n}));
  },
});

/** A chain with one block, stopped for the upgrade, started again, and its second block executed with the upgrade. */
async function upgraded(handler: string): Promise<Application> {
  const db = await openMemory();
  let kept: PendingUpgrades = [];
  const schedule = (): UpgradeSchedule<Context> =>
    new UpgradeSchedule<Context>({
      pending: kept,
      handlers: upgradeHandlers,
      save: (pending) => {
        kept = pending;
      },
    });
  const upgrades = schedule();
  const before = await startedChain([parameters], {db, upgrades});
  await runBlock(before);
  const version = {major: 4, minor: 0, patch: 0};
  const target = {
    consensusProtocol: version,
    runtimeHostProtocol: version,
    runtimeCommitteeProtocol: version,
  };
  upgrades.submit({v: 1, handler, target, epoch: asEpoch(0n)});
  expect(() => before.beginBlock(blockAt(1n))).toThrow(HaltError);
  const after = await newChain([parameters], {db, upgrades: schedule()});
  await runBlock(after);
  await runBlock(after);
  expect(kept).toEqual([]);
  return after;
}

describe("an upgrade stops the chain, then runs in the block that stopped it", () => {
  test("consensus-max-allowances-16", async () => {
    const {deliverTree} = (await upgraded("consensus-max-allowances-16")).state;
    const {maxAllowances, gasCosts} = new StakingState(deliverTree).parameters();
    expect([maxAllowances, gasCosts?.size]).toEqual([16, 1]);
  });

  test("consensus-params-update-2021-08", async () => {
    const {deliverTree: tree} = (await upgraded("consensus-params-update-2021-08")).state;
    const staking = new StakingState(tree).parameters();
    expect(staking.maxAllowances).toBe(16);
    expect([...(staking.gasCosts ?? [])].sort()).toEqual([
      ["allow", 1000n],
      ["amend_commission_schedule", 1000n],
      ["transfer", 7n],
      ["withdraw", 1000n],
    ]);
    expect([...(new GovernanceState(tree).parameters().gasCosts ?? [])].sort()).toEqual([
      ["cast_vote", 1000n],
      ["submit_proposal", 1000n],
    ]);
    expect([...(new RoothashState(tree).parameters().gasCosts ?? [])].sort()).toEqual([
      ["evidence", 5000n],
      ["proposer_timeout", 5000n],
    ]);
    expect(new SchedulerState(tree).parameters().maxValidators).toBe(110n);
  });

  test("__e2e-test-valid", async () => {
    const {deliverTree, consensusParameters} = (await upgraded("__e2e-test-valid")).state;
    expect(consensusParameters.maxTxSize).toBe(1n);
    const entities = new RegistryState(deliverTree).signedEntities();
    expect(entities).toHaveLength(1);
  });
});
