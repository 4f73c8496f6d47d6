import {Address} from "@oasis-node/primitives/address";
import {bool, list, map, omitEmpty, struct, u32, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";
import {Costs} from "../../consensus/index.ts";
import {Slash, SlashReason, ThresholdKind} from "../../stake/index.ts";
import {CommissionScheduleRules} from "./commission.ts";

/** Gas operations of the staking module (consensus-core §3.1). */
export const stakingGasOps = {
  transfer: "transfer",
  burn: "burn",
  addEscrow: "add_escrow",
  reclaimEscrow: "reclaim_escrow",
  amendCommissionSchedule: "amend_commission_schedule",
  allow: "allow",
  withdraw: "withdraw",
} as const;

/** A scale of rewards and the epoch until which it counts (consensus-core §4.9). */
export const RewardStep = struct("staking.RewardStep", {until: Epoch, scale: Quantity});
export type RewardStep = ValueOf<typeof RewardStep>;

/** Consensus parameters of staking, state key `56`; amounts in base units (consensus-core §4.2). */
export const StakingParameters = struct("staking.ConsensusParameters", {
  thresholds: omitEmpty(map(ThresholdKind, Quantity)),
  debondingInterval: omitEmpty(Epoch),
  rewardSchedule: omitEmpty(list(RewardStep)),
  signingRewardThresholdNumerator: omitEmpty(u64),
  signingRewardThresholdDenominator: omitEmpty(u64),
  commissionScheduleRules: omitEmpty(CommissionScheduleRules),
  slashing: omitEmpty(map(SlashReason, Slash)),
  gasCosts: omitEmpty(Costs),
  minDelegation: Quantity,
  disableTransfers: omitEmpty(bool),
  disableDelegation: omitEmpty(bool),
  undisableTransfersFrom: omitEmpty(map(Address, bool)),
  allowEscrowMessages: omitEmpty(bool),
  maxAllowances: omitEmpty(u32),
  feeSplitWeightPropose: Quantity,
  feeSplitWeightVote: Quantity,
  feeSplitWeightNextPropose: Quantity,
  rewardFactorEpochSigned: Quantity,
  rewardFactorBlockProposed: Quantity,
});
export type StakingParameters = ValueOf<typeof StakingParameters>;
