export {defaultMempoolLimits, type MempoolLimits} from "./limits.ts";
export {type BlockRoom, type CheckedTransaction, encodedSize, Mempool} from "./mempool.ts";
export {
  type PendingTransaction,
  readTransaction,
  transactionHash,
  type UnverifiedTransaction,
} from "./pendingTransaction.ts";
