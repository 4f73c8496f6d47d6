import {latestHeight} from "@oasis-node/primitives/epoch";
import {StakeAccumulator, thresholdKinds} from "@oasis-node/state-transition/staking";
import {type StakeAmounts, stakeRequirements} from "@oasis-node/worker/registration";
import type {Localnet} from "./startLocalnet.ts";

/** What the entity's escrow is for, in the order in which it is used up: the node holds all roles beside the first. */
const roles = [
  ["entity", thresholdKinds.entity],
  ["validator", thresholdKinds.nodeValidator],
  ["compute", thresholdKinds.nodeCompute],
  ["storage", thresholdKinds.nodeStorage],
] as const;

export interface RoleStake extends StakeAmounts {
  readonly role: string;
}

/** What each role needs of the entity's escrow and has, after the roles before it. Amounts in base units. */
export async function stakePerRole({apis, entity}: Pick<Localnet, "apis" | "entity">): Promise<RoleStake[]> {
  const [{escrow}, {thresholds}] = await Promise.all([
    apis.staking.account({height: latestHeight, owner: entity.address}),
    apis.staking.consensusParameters(latestHeight),
  ]);
  const unclaimed = {...escrow, stakeAccumulator: StakeAccumulator.zero()};
  const planned = roles.map(([claim, kind]) => ({claim, thresholds: [{global: kind, constant: null}]}));
  const {rows} = stakeRequirements({escrow: unclaimed, thresholds: thresholds ?? new Map(), planned});
  return rows.map(({claim, need, have, missing}) => ({role: claim, need, have, missing}));
}
