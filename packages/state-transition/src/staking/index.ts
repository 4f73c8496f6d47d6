export {
  Slash,
  SlashReason,
  StakeAccumulator,
  StakeThreshold,
  slashReasons,
  ThresholdKind,
  thresholdKinds,
} from "../stake/index.ts";
export {stakingApp} from "./app.ts";
export {authenticateAndPayFees, countCheckedTransaction} from "./authenticate.ts";
export {checkStakingGenesis, type StakingGenesisChecks} from "./checkGenesis.ts";
export {type StakingEventOrigin, stakingEvents} from "./clientEvents.ts";
export {amendSchedule, checkGenesisSchedule, currentRate, pruneSchedule} from "./commission.ts";
export {stakingErrors} from "./errors.ts";
export {emitStaking, stakingAppName, stakingEventKeys} from "./events.ts";
export {payLastBlockFees, splitBlockFees, type Voters} from "./fees.ts";
export {exportStaking, initStaking, type Token} from "./genesis.ts";
export {stakingKeys} from "./keys.ts";
export {executeStakingMessage, type StakingOperations} from "./message.ts";
export {stakingMethods} from "./methods.ts";
export {
  type PrettyPrinter,
  prettyAccount,
  prettyAccumulator,
  prettyBodies,
  prettySchedule,
} from "./pretty.ts";
export {stakingQueries} from "./queries.ts";
export {type Attenuation, addAttenuatedReward, addRewards} from "./rewards.ts";
export {checkStakingState} from "./sanity.ts";
export {type BalanceHolder, deposit, type ShareHolder, stakeForShares, withdraw} from "./sharePool.ts";
export {slashEscrow} from "./slashEscrow.ts";
export {StakeAccumulatorCache} from "./stakeAccumulatorCache.ts";
export {
  addStakeClaim,
  checkStakeClaims,
  removeStakeClaim,
  type Thresholds,
  thresholdValue,
} from "./stakeClaims.ts";
export {StakingError} from "./stakingError.ts";
export {StakingState, type StoredDebondingDelegation, type StoredDelegation} from "./state.ts";
export {transferFromCommon} from "./transferFromCommon.ts";
export * from "./types/index.ts";
