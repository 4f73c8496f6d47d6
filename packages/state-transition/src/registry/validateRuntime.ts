import {equal} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import {isKeyManagerNamespace, isTestNamespace} from "@oasis-node/primitives/namespace";
import {teeHardware} from "../node/index.ts";
import {thresholdKinds} from "../staking/index.ts";
import {governanceModels, type Runtime, runtimeKinds, runtimeVersion} from "./types/runtime.ts";
import {
  type ExecutorParameters,
  type RuntimeStakingParameters,
  type StorageParameters,
  type TxnSchedulerParameters,
  txnSchedulerSimple,
} from "./types/runtimeParameters.ts";

export type RuntimeErrorCode =
  | "version"
  | "kind"
  | "id"
  | "keyManager"
  | "teeHardware"
  | "executor"
  | "txnScheduler"
  | "storage"
  | "staking"
  | "governanceModel";

/** A runtime descriptor that no network can accept; `code` is the part that is wrong. */
export class RuntimeError extends TypedError<RuntimeErrorCode> {}

/** Limits of the parameters (consensus-paratime §5). */
const minRoundTimeout = 5n;
const minBatchFlushTimeout = 50_000_000n;
const minBatchSizeBytes = 1024n;
const minProposerTimeout = 2n;
const minWriteLogEntries = 10n;
const minApplyOps = 2n;
const minCheckpointInterval = 10n;
const minCheckpointChunkSize = 1n << 20n;

export interface RuntimeChecks {
  /** Accepts any checkpoint parameters: the debug mode of the node. */
  readonly anyCheckpoints?: boolean;
}

/** What can be told about a descriptor by itself (consensus-paratime §5). Throws `RuntimeError`. */
export function validateRuntime(runtime: Runtime, {anyCheckpoints = false}: RuntimeChecks = {}): void {
  check(runtime.v === runtimeVersion, "version", `invalid runtime descriptor version: ${runtime.v}`);
  if (runtime.kind === runtimeKinds.compute) checkCompute(runtime, anyCheckpoints);
  else if (runtime.kind === runtimeKinds.keyManager) checkKeyManager(runtime);
  else throw new RuntimeError("kind", `bad runtime kind: ${runtime.kind}`);
  checkStaking(runtime.staking, runtime.kind);
  const {governanceModel} = runtime;
  const isKnown = governanceModel >= governanceModels.entity && governanceModel <= governanceModels.consensus;
  check(isKnown, "governanceModel", `unsupported runtime governance model: ${governanceModel}`);
}

function checkCompute(runtime: Runtime, anyCheckpoints: boolean): void {
  const {id, keyManager} = runtime;
  check(!isKeyManagerNamespace(id), "id", "compute runtime ID has the key manager flag set");
  const isOwn = keyManager !== null && equal(id, keyManager);
  check(!isOwn, "keyManager", "compute runtime has self as key manager");
  checkExecutor(runtime.executor);
  checkTxnScheduler(runtime.txnScheduler);
  checkStorage(runtime.storage);
  if (!anyCheckpoints) checkCheckpoints(runtime.storage);
}

function checkKeyManager({id, keyManager, teeHardware: hardware}: Runtime): void {
  check(isKeyManagerNamespace(id), "id", "key manager runtime ID does not have the key manager flag set");
  check(keyManager === null, "keyManager", "key manager runtime cannot itself have a key manager");
  const isSecure = hardware === teeHardware.intelSgx;
  check(isSecure || isTestNamespace(id), "teeHardware", "non-SGX keymanager runtime");
}

function checkExecutor({
  groupSize,
  groupBackupSize,
  allowedStragglers,
  roundTimeout,
}: ExecutorParameters): void {
  check(groupSize > 0, "executor", "executor primary group too small");
  const isBelowBackups = groupBackupSize === 0 || allowedStragglers <= groupBackupSize;
  const isFew = allowedStragglers <= groupSize && isBelowBackups;
  check(isFew, "executor", "number of allowed stragglers too large");
  check(roundTimeout >= minRoundTimeout, "executor", "round timeout too small");
}

function checkTxnScheduler(parameters: TxnSchedulerParameters): void {
  const {algorithm, batchFlushTimeout, maxBatchSize, maxBatchSizeBytes, proposeBatchTimeout} = parameters;
  check(algorithm === txnSchedulerSimple, "txnScheduler", "invalid transaction scheduler algorithm");
  check(batchFlushTimeout >= minBatchFlushTimeout, "txnScheduler", "batch flush timeout too small");
  check(maxBatchSize >= 1n, "txnScheduler", "max batch size too small");
  check(maxBatchSizeBytes >= minBatchSizeBytes, "txnScheduler", "max batch size in bytes too small");
  check(proposeBatchTimeout >= minProposerTimeout, "txnScheduler", "proposer timeout too small");
}

function checkStorage({groupSize, minWriteReplication, ...limits}: StorageParameters): void {
  check(groupSize > 0, "storage", "storage group too small");
  const isWithin = minWriteReplication >= 1 && minWriteReplication <= groupSize;
  check(isWithin, "storage", "write replication is not between 1 and the group size");
  check(limits.maxApplyWriteLogEntries >= minWriteLogEntries, "storage", "max write log entries too small");
  check(limits.maxApplyOps >= minApplyOps, "storage", "max apply operations too small");
}

/** An interval of zero turns checkpoints off. */
function checkCheckpoints({
  checkpointInterval,
  checkpointNumKept,
  checkpointChunkSize,
}: StorageParameters): void {
  if (checkpointInterval === 0n) return;
  check(checkpointInterval >= minCheckpointInterval, "storage", "checkpoint interval too small");
  check(checkpointNumKept > 0n, "storage", "number of kept checkpoints too small");
  check(checkpointChunkSize >= minCheckpointChunkSize, "storage", "checkpoint chunk size too small");
}

function checkStaking(parameters: RuntimeStakingParameters, kind: number): void {
  const {thresholds, rewardEquivocation, rewardBadResults} = parameters;
  check(rewardEquivocation <= 100, "staking", "reward for equivocation above 100 percent");
  check(rewardBadResults <= 100, "staking", "reward for bad results above 100 percent");
  const {nodeCompute, nodeStorage, nodeKeymanager} = thresholdKinds;
  const allowed: readonly bigint[] =
    kind === runtimeKinds.compute ? [nodeCompute, nodeStorage] : [nodeKeymanager];
  for (const threshold of thresholds?.keys() ?? []) {
    check(allowed.includes(threshold), "staking", `unsupported threshold kind for runtime: ${threshold}`);
  }
}

function check(holds: boolean, code: RuntimeErrorCode, message: string): void {
  if (!holds) throw new RuntimeError(code, message);
}
