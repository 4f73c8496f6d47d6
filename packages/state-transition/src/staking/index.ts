export {stakingErrors} from "./errors.ts";
export {stakingMethods} from "./methods.ts";
export {Account, EscrowAccount, GeneralAccount, SharePool} from "./types/account.ts";
export {
  Allow,
  AmendCommissionSchedule,
  Burn,
  Escrow,
  ReclaimEscrow,
  Transfer,
  Withdraw,
} from "./types/bodies.ts";
export {
  CommissionRateBoundStep,
  CommissionRateStep,
  CommissionSchedule,
  CommissionScheduleRules,
  commissionRateDenominator,
} from "./types/commission.ts";
export {
  DebondingDelegation,
  DebondingDelegationInfo,
  Delegation,
  DelegationInfo,
} from "./types/delegation.ts";
export {EpochSigning} from "./types/epochSigning.ts";
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
} from "./types/events.ts";
export {StakingGenesis} from "./types/genesis.ts";
export {RewardStep, StakingParameters, stakingGasOps} from "./types/parameters.ts";
export {Slash, SlashReason, slashReasons} from "./types/slashing.ts";
export {StakeAccumulator, StakeThreshold, ThresholdKind, thresholdKinds} from "./types/threshold.ts";
