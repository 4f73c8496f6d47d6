import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {BeaconParameters} from "../../src/beacon/index.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import {Capabilities, nodeRoles} from "../../src/node/index.ts";
import {NodeStatus, type Runtime} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {SchedulerParameters} from "../../src/scheduler/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {Account, StakingParameters} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {emptyState, register} from "../appContext.ts";
import {runtimeDescriptor} from "../registry/runtimeDescriptor.ts";
import {key, runtimeId} from "../support.ts";

/** Entities with a node each, which is validator, compute and storage worker; the last has the least stake. */
export const members = [1, 2, 3, 4].map((number) => ({
  id: key(0x10 + number),
  entity: key(0xe0 + number),
  consensus: key(0x20 + number),
  stake: 1600n * BigInt(5 - number),
}));
export type Member = (typeof members)[number];

export const parameters = SchedulerParameters.make({
  minValidators: 1n,
  maxValidators: 3n,
  maxValidatorsPerEntity: 1n,
  rewardFactorEpochElectionAny: 100n,
});

/** Wants two workers and a backup for execution, and one storage node. */
export const runtime: Runtime = {...runtimeDescriptor, id: runtimeId};

/** The members as nodes until epoch 9, the runtime, a beacon, and rewards of 1 % of the stake until epoch 100. */
export function world(): Tree {
  const tree = emptyState();
  new SchedulerState(tree).setParameters(parameters);
  const beacon = new BeaconState(tree);
  beacon.setParameters(BeaconParameters.make({backend: "insecure"}));
  beacon.setBeacon(Uint8Array.from({length: 32}, (_, i) => i));
  const [staking, registry] = [new StakingState(tree), new RegistryState(tree)];
  const rewardSchedule = [{until: asEpoch(100n), scale: 10_000n}];
  staking.setParameters(StakingParameters.make({rewardSchedule}));
  staking.setCommonPool(1_000_000n);
  registry.setRuntime(runtime, false);
  const served = {
    id: runtime.id,
    version: runtime.versions.version,
    capabilities: Capabilities.zero(),
    extraInfo: null,
  };
  for (const {id, entity, consensus, stake} of members) {
    const roles = nodeRoles.validator | nodeRoles.computeWorker | nodeRoles.storageWorker;
    const consensusInfo = {id: consensus, addresses: null};
    register(tree, entity, [
      {id, consensus: consensusInfo, roles, expiration: asEpoch(9n), runtimes: [served]},
    ]);
    registry.setNodeStatus(id, NodeStatus.zero());
    setStake(tree, entity, stake);
  }
  return tree;
}

function setStake(tree: Tree, entity: Member["entity"], balance: bigint): void {
  const account = Account.zero();
  account.escrow.active = {balance, totalShares: balance};
  new StakingState(tree).setAccount(stakingAddress(entity), account);
}

export function stakeOf(tree: Tree, {entity}: Member): bigint {
  return new StakingState(tree).account(stakingAddress(entity)).escrow.active.balance;
}
