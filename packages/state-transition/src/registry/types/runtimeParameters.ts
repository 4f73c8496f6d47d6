import {
  duration,
  i64,
  map,
  omitEmpty,
  struct,
  text,
  u8,
  u16,
  u32,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Quantity} from "@oasis-node/primitives/quantity";
import {Slash, SlashReason, ThresholdKind} from "../../stake/index.ts";

/** Parameters of the executor committee; timeout in consensus blocks (consensus-paratime §5). */
export const ExecutorParameters = struct("registry.ExecutorParameters", {
  groupSize: u16,
  groupBackupSize: u16,
  allowedStragglers: u16,
  roundTimeout: i64,
  maxMessages: u32,
});
export type ExecutorParameters = ValueOf<typeof ExecutorParameters>;

/** The one scheduling algorithm there is. */
export const txnSchedulerSimple = "simple";

/** Parameters of transaction scheduling; the proposer's timeout in consensus blocks (consensus-paratime §5). */
export const TxnSchedulerParameters = struct("registry.TxnSchedulerParameters", {
  algorithm: text,
  batchFlushTimeout: duration,
  maxBatchSize: u64,
  maxBatchSizeBytes: u64,
  proposeBatchTimeout: i64,
});
export type TxnSchedulerParameters = ValueOf<typeof TxnSchedulerParameters>;

/** Parameters of the storage committee; checkpoint interval in rounds, chunk size in bytes (consensus-paratime §5). */
export const StorageParameters = struct("registry.StorageParameters", {
  groupSize: u16,
  minWriteReplication: u16,
  maxApplyWriteLogEntries: u64,
  maxApplyOps: u64,
  checkpointInterval: u64,
  checkpointNumKept: u64,
  checkpointChunkSize: u64,
});
export type StorageParameters = ValueOf<typeof StorageParameters>;

/** Stake that a runtime wants on top of the global thresholds; rewards of the runtime in percent (consensus-paratime §5). */
export const RuntimeStakingParameters = struct("registry.RuntimeStakingParameters", {
  thresholds: omitEmpty(map(ThresholdKind, Quantity)),
  slashing: omitEmpty(map(SlashReason, Slash)),
  rewardEquivocation: omitEmpty(u8),
  rewardBadResults: omitEmpty(u8),
});
export type RuntimeStakingParameters = ValueOf<typeof RuntimeStakingParameters>;
