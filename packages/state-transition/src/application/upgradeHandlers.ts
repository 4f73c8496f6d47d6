import {asGas} from "@oasis-node/primitives/epoch";
import type {Costs} from "../consensus/index.ts";
import type {Context} from "../context/index.ts";
import {governanceGasOps} from "../governance/index.ts";
import {GovernanceState} from "../governance/state.ts";
import {roothashGasOps} from "../roothash/index.ts";
import {RoothashState} from "../roothash/state.ts";
import {SchedulerState} from "../scheduler/state.ts";
import {stakingGasOps} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import type {UpgradeHandler} from "../upgrade/index.ts";
import {runTestUpgrade} from "./testUpgrade.ts";

/** Upgrades that this release contains, by name (consensus-core §7). */
export const upgradeHandlers: ReadonlyMap<string, UpgradeHandler<Context>> = new Map([
  ["consensus-max-allowances-16", atEndBlock(setMaxAllowances)],
  ["consensus-params-update-2021-08", atEndBlock(updateParameters202108)],
  ["__e2e-test-valid", runTestUpgrade],
]);

function atEndBlock(run: UpgradeHandler<Context>): UpgradeHandler<Context> {
  return (context) => {
    if (context.mode === "endBlock") run(context);
  };
}

function setMaxAllowances({tree}: Context): void {
  const state = new StakingState(tree);
  state.setParameters({...state.parameters(), maxAllowances: 16});
}

function updateParameters202108(context: Context): void {
  const {tree} = context;
  setMaxAllowances(context);
  const staking = new StakingState(tree);
  const {amendCommissionSchedule, allow, withdraw} = stakingGasOps;
  staking.setParameters(withGas(staking.parameters(), [amendCommissionSchedule, allow, withdraw], 1000n));
  const governance = new GovernanceState(tree);
  const {castVote, submitProposal} = governanceGasOps;
  governance.setParameters(withGas(governance.parameters(), [castVote, submitProposal], 1000n));
  const roothash = new RoothashState(tree);
  const {evidence, proposerTimeout} = roothashGasOps;
  roothash.setParameters(withGas(roothash.parameters(), [evidence, proposerTimeout], 5000n));
  const scheduler = new SchedulerState(tree);
  scheduler.setParameters({...scheduler.parameters(), maxValidators: 110n});
}

/** The parameters with another cost of some operations. */
function withGas<T extends {gasCosts: Costs}>(parameters: T, operations: readonly string[], cost: bigint): T {
  const gasCosts: Costs = new Map([
    ...(parameters.gasCosts ?? []),
    ...operations.map((operation) => [operation, asGas(cost)] as const),
  ]);
  return {...parameters, gasCosts};
}
