// Wire types alone: a door for those who encode and decode, and run nothing.
export {Account, EscrowAccount, GeneralAccount, SharePool} from "./account.ts";
export {
  Allow,
  AmendCommissionSchedule,
  Burn,
  Escrow,
  ReclaimEscrow,
  Transfer,
  Withdraw,
} from "./bodies.ts";
export {
  CommissionRateBoundStep,
  CommissionRateStep,
  CommissionSchedule,
  CommissionScheduleRules,
  commissionRateDenominator,
} from "./commission.ts";
export {
  DebondingDelegation,
  DebondingDelegationInfo,
  Delegation,
  DelegationInfo,
} from "./delegation.ts";
export {EpochSigning} from "./epochSigning.ts";
export {
  AddEscrowEvent,
  AllowanceChangeEvent,
  BurnEvent,
  DebondingStartEscrowEvent,
  EscrowEvent,
  ReclaimEscrowEvent,
  StakingEvent,
  TakeEscrowEvent,
  TransferEvent,
} from "./events.ts";
export {StakingGenesis} from "./genesis.ts";
export {RewardStep, StakingParameters, stakingGasOps} from "./parameters.ts";
