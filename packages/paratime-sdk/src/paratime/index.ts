export {BatchContext, type BatchEnvironment, type HostInfo, type Tag} from "./batchContext.ts";
export type {CheckResult, Paratime, Scheduling, TransactionResult} from "./paratime.ts";
export {ParatimeError} from "./paratimeError.ts";
export {TransactionContext} from "./transactionContext.ts";
