import {rootTypes} from "@oasis-node/mkvs/node";
import type {WriteLog} from "@oasis-node/mkvs/writeLog";
import type {ApplyBatchRequest} from "@oasis-node/rpc/services";
import {checkIoWriteLog} from "@oasis-node/runtime/ioTree";
import type {Runtime} from "@oasis-node/state-transition/registry";
import {storageErrors} from "@oasis-node/state-transition/storage";

type Limits = Pick<Runtime, "storage" | "txnScheduler">;

/** Checks one change against the runtime's limits. Throws `storageErrors.limitReached`, `IoTreeError`. */
export function checkChange(rootType: number, log: WriteLog, {storage, txnScheduler}: Limits): void {
  if (BigInt(log.length) > storage.maxApplyWriteLogEntries) throw storageErrors.limitReached();
  if (rootType === rootTypes.io) checkIoWriteLog(log, txnScheduler);
}

/** Checks changes for one round (runtime-workers §4.5.1). Throws as `checkChange`. */
export function checkChanges({ops}: ApplyBatchRequest, limits: Limits): void {
  const changes = ops ?? [];
  if (BigInt(changes.length) > limits.storage.maxApplyOps) throw storageErrors.limitReached();
  for (const {rootType, writeLog} of changes) checkChange(rootType, writeLog ?? [], limits);
}
