import {Address} from "@oasis-node/primitives/address";
import {list, map, struct, text, u8, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";
import {ThresholdKind} from "@oasis-node/state-transition/stake";
import {
  Account,
  DebondingDelegation,
  DebondingDelegationInfo,
  Delegation,
  DelegationInfo,
  StakingEvent,
  StakingGenesis,
  StakingParameters,
} from "@oasis-node/state-transition/staking/types";
import {defineService, stream, unary} from "../service/index.ts";

export const ThresholdQuery = struct("staking.ThresholdQuery", {height: Height, kind: ThresholdKind});
export type ThresholdQuery = ValueOf<typeof ThresholdQuery>;

export const OwnerQuery = struct("staking.OwnerQuery", {height: Height, owner: Address});
export type OwnerQuery = ValueOf<typeof OwnerQuery>;

export const AllowanceQuery = struct("staking.AllowanceQuery", {
  height: Height,
  owner: Address,
  beneficiary: Address,
});
export type AllowanceQuery = ValueOf<typeof AllowanceQuery>;

/** Accounts, delegations and the token (cli-config-grpc §5.3). */
export const stakingService = defineService("Staking", {
  tokenSymbol: unary(null, text),
  tokenValueExponent: unary(null, u8),
  totalSupply: unary(Height, Quantity),
  commonPool: unary(Height, Quantity),
  lastBlockFees: unary(Height, Quantity),
  // The reference registered it under the name of a variable, and that is what its clients call.
  governanceDeposits: unary(Height, Quantity, "methodGovernanceDeposits"),
  threshold: unary(ThresholdQuery, Quantity),
  addresses: unary(Height, list(Address)),
  account: unary(OwnerQuery, Account),
  delegationsFor: unary(OwnerQuery, map(Address, Delegation)),
  delegationInfosFor: unary(OwnerQuery, map(Address, DelegationInfo)),
  delegationsTo: unary(OwnerQuery, map(Address, Delegation)),
  debondingDelegationsFor: unary(OwnerQuery, map(Address, list(DebondingDelegation))),
  debondingDelegationInfosFor: unary(OwnerQuery, map(Address, list(DebondingDelegationInfo))),
  debondingDelegationsTo: unary(OwnerQuery, map(Address, list(DebondingDelegation))),
  allowance: unary(AllowanceQuery, Quantity),
  stateToGenesis: unary(Height, StakingGenesis),
  consensusParameters: unary(Height, StakingParameters),
  getEvents: unary(Height, list(StakingEvent)),
  watchEvents: stream(null, StakingEvent),
});
