export {
  builtInWeights,
  type CheckedTransaction,
  checkedTransaction,
  type Weights,
} from "./checkedTransaction.ts";
export {CheckQueue, type CheckQueueLimits, type Queued} from "./checkQueue.ts";
export {RecentHashes} from "./recentHashes.ts";
export {
  type CheckResults,
  type CheckTransactions,
  type IntakeOptions,
  TransactionIntake,
} from "./transactionIntake.ts";
export {type Added, type PoolLimits, TransactionPool} from "./transactionPool.ts";
export {descriptorLimits, limitsWithDescriptor, reportedLimits} from "./weightLimits.ts";
