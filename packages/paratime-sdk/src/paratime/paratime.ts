import type {Version} from "@oasis-node/primitives/version";
import type {BodyValue} from "@oasis-node/runtime/protocol";
import type {BatchContext, Tag} from "./batchContext.ts";

/** What a check says about a transaction: code 0 is success (runtime-workers §1.5). */
export type CheckResult = NonNullable<BodyValue<"RuntimeCheckTxBatchResponse">["results"]>[number];

/** What came of a transaction. */
export interface TransactionResult {
  readonly output: Uint8Array;
  readonly tags: readonly Tag[];
}

/** How batches are filled when the host leaves that to the ParaTime (runtime-workers §1.5). */
export interface Scheduling {
  /** Transactions that the host brings along; more are fetched if there are so many. */
  readonly initialBatchSize: number;
  /** Transactions of a batch at most; the descriptor's `max_batch_size` must allow as many. */
  readonly maxBatchSize: number;
  /** Bytes of a batch at most; the descriptor's `max_batch_size_bytes` must allow as many. */
  readonly maxBatchBytes: number;
}

/**
 * A ParaTime: what it does with transactions. A `CodedError` refuses the request, and the host learns why; any other
 * error ends the process, which the host starts again.
 */
export interface Paratime {
  readonly version: Version;
  /** Null when the scheduler's choice is taken as it is. */
  readonly scheduling: Scheduling | null;
  /** Checks a transaction before it waits for a batch or gets into one. Changes nothing. */
  check(batch: BatchContext, input: Uint8Array): Promise<CheckResult>;
  /** Executes a transaction. What it throws as `CodedError` refuses the whole batch. */
  execute(batch: BatchContext, input: Uint8Array): Promise<TransactionResult>;
  /** Before the first transaction of a batch. */
  beginBatch?(batch: BatchContext): Promise<void>;
  /** After the last transaction of a batch. */
  endBatch?(batch: BatchContext): Promise<void>;
  /** Answers a query; null when there is no such query. */
  query?(batch: BatchContext, method: string, args: Uint8Array): Promise<Uint8Array | null>;
  /** Limits of the weights that `check` gives, by name; null for none beside those that every batch has. */
  batchWeightLimits?(batch: BatchContext): Promise<ReadonlyMap<string, bigint>>;
  /** The key manager has another policy. */
  keyManagerPolicy?(signedPolicy: Uint8Array): Promise<void>;
}
