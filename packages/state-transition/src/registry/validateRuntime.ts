import {equal} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import {isKeyManagerNamespace, isTestNamespace} from "@oasis-node/primitives/namespace";
import {memberText} from "../enumeration/index.ts";
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
  /** Speaks of a range of versions, as the reference does in genesis; both ends of it are the latest. */
  readonly isLenient?: boolean;
}

/** What can be told about a descriptor by itself (consensus-paratime §5). Throws `RuntimeError`. */
export function validateRuntime(
  runtime: Runtime,
  {anyCheckpoints = false, isLenient = false}: RuntimeChecks = {},
): void {
  check(runtime.v === runtimeVersion, "version", versionText(runtime.v, isLenient));
  if (runtime.kind === runtimeKinds.compute) checkCompute(runtime, anyCheckpoints);
  else if (runtime.kind === runtimeKinds.keyManager) checkKeyManager(runtime);
  else throw new RuntimeError("kind", `bad runtime kind: ${kindText(runtime.kind)}`);
  checkStaking(runtime.staking, runtime.kind);
  const {governanceModel} = runtime;
  const isKnown = governanceModel >= governanceModels.entity && governanceModel <= governanceModels.consensus;
  check(isKnown, "governanceModel", "runtime: unsupported governance model: out of range");
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
  check(groupSize > 0, "executor", "bad executor parameters: executor primary group too small");
  const isBelowBackups = groupBackupSize === 0 || allowedStragglers <= groupBackupSize;
  const isFew = allowedStragglers <= groupSize && isBelowBackups;
  check(isFew, "executor", "bad executor parameters: number of allowed stragglers too large");
  check(roundTimeout >= minRoundTimeout, "executor", "bad executor parameters: round timeout too small");
}

function checkTxnScheduler(parameters: TxnSchedulerParameters): void {
  const {algorithm, batchFlushTimeout, maxBatchSize, maxBatchSizeBytes, proposeBatchTimeout} = parameters;
  check(
    algorithm === txnSchedulerSimple,
    "txnScheduler",
    "bad txn scheduler parameters: invalid transaction scheduler algorithm",
  );
  check(
    batchFlushTimeout >= minBatchFlushTimeout,
    "txnScheduler",
    "bad txn scheduler parameters: transaction scheduler batch flush timeout parameter too small",
  );
  check(
    maxBatchSize >= 1n,
    "txnScheduler",
    "bad txn scheduler parameters: transaction scheduler max batch size parameter too small",
  );
  check(
    maxBatchSizeBytes >= minBatchSizeBytes,
    "txnScheduler",
    "bad txn scheduler parameters: transaction scheduler max batch bytes size parameter too small",
  );
  check(
    proposeBatchTimeout >= minProposerTimeout,
    "txnScheduler",
    "bad txn scheduler parameters: transaction scheduler proposer timeout parameter too small",
  );
}

function checkStorage({groupSize, minWriteReplication, ...limits}: StorageParameters): void {
  check(groupSize > 0, "storage", "bad storage parameters: storage group too small");
  const factor = "bad storage parameters: storage write replication factor";
  check(minWriteReplication > 0, "storage", `${factor} must be non-zero`);
  check(minWriteReplication <= groupSize, "storage", `${factor} must be less than or equal to group size`);
  check(
    limits.maxApplyWriteLogEntries >= minWriteLogEntries,
    "storage",
    "bad storage parameters: storage MaxApplyWriteLogEntries parameter too small",
  );
  check(
    limits.maxApplyOps >= minApplyOps,
    "storage",
    "bad storage parameters: storage MaxApplyOps parameter too small",
  );
}

/** An interval of zero turns checkpoints off. */
function checkCheckpoints({
  checkpointInterval,
  checkpointNumKept,
  checkpointChunkSize,
}: StorageParameters): void {
  if (checkpointInterval === 0n) return;
  check(
    checkpointInterval >= minCheckpointInterval,
    "storage",
    "bad storage parameters: storage CheckpointInterval parameter too small",
  );
  check(
    checkpointNumKept > 0n,
    "storage",
    "bad storage parameters: storage CheckpointNumKept parameter too small",
  );
  check(
    checkpointChunkSize >= minCheckpointChunkSize,
    "storage",
    "bad storage parameters: storage CheckpointChunkSize parameter too small",
  );
}

function checkStaking(parameters: RuntimeStakingParameters, kind: number): void {
  const {thresholds, rewardEquivocation, rewardBadResults} = parameters;
  const bad = "bad staking parameters";
  const percentage = `${bad}: runtime reward percentage from slashing`;
  check(rewardEquivocation <= 100, "staking", `${percentage} for equivocation must be <= 100`);
  check(rewardBadResults <= 100, "staking", `${percentage} for bad results must be <= 100`);
  const {nodeCompute, nodeStorage, nodeKeymanager} = thresholdKinds;
  const allowed: readonly bigint[] =
    kind === runtimeKinds.compute ? [nodeCompute, nodeStorage] : [nodeKeymanager];
  for (const threshold of thresholds?.keys() ?? []) {
    const text = `${bad}: unsupported staking threshold kind for runtime: ${thresholdText(threshold)}`;
    check(allowed.includes(threshold), "staking", text);
  }
}

function versionText(v: number, isLenient: boolean): string {
  const wanted = isLenient
    ? `min: ${runtimeVersion} max: ${runtimeVersion}`
    : `expected: ${runtimeVersion} got: ${v}`;
  return `invalid runtime descriptor version (${wanted})`;
}

function kindText(kind: number): string {
  return kind === runtimeKinds.invalid ? "invalid" : "[unsupported runtime kind]";
}

function thresholdText(kind: bigint): string {
  return memberText(thresholdKinds, kind) ?? "[unknown threshold kind]";
}

function check(holds: boolean, code: RuntimeErrorCode, message: string): void {
  if (!holds) throw new RuntimeError(code, message);
}
