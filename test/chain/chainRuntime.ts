import {utf8} from "@oasis-node/primitives/bytes";
import {asEpoch, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {namespaceFlags, testNamespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {NodeRuntime} from "@oasis-node/state-transition/node";
import {
  governanceModels,
  Runtime,
  runtimeKinds,
  runtimeVersion,
  txnSchedulerSimple,
} from "@oasis-node/state-transition/registry";
import {slashReasons} from "@oasis-node/state-transition/staking";

/** The runtime that the nodes of a test chain run. */
export const chainRuntimeId = testNamespace(utf8("chain runtime"));

/** A key manager of which no node runs anything: only its policies change. */
export const chainKeyManagerId = testNamespace(utf8("chain key manager"), namespaceFlags.keyManager);

const penalty = {amount: 1000n, freezeInterval: asEpoch(0n)};

/** A runtime without TEE, for whose results anybody who is registered may be elected. */
export function computeRuntime(entityId: PublicKey): Runtime {
  return {
    ...Runtime.zero(),
    v: runtimeVersion,
    id: chainRuntimeId,
    entityId,
    genesis: {stateRoot: emptyHash, state: null, storageReceipts: null, round: asRound(0n)},
    kind: runtimeKinds.compute,
    versions: {version: {major: 1, minor: 0, patch: 0}, tee: null},
    executor: {groupSize: 2, groupBackupSize: 1, allowedStragglers: 0, roundTimeout: 5n, maxMessages: 32},
    txnScheduler: {
      algorithm: txnSchedulerSimple,
      batchFlushTimeout: 1_000_000_000n,
      maxBatchSize: 100n,
      maxBatchSizeBytes: 1_048_576n,
      proposeBatchTimeout: 2n,
    },
    storage: {
      groupSize: 1,
      minWriteReplication: 1,
      maxApplyWriteLogEntries: 100_000n,
      maxApplyOps: 2n,
      checkpointInterval: 0n,
      checkpointNumKept: 0n,
      checkpointChunkSize: 0n,
    },
    admissionPolicy: {anyNode: {}, entityWhitelist: null},
    staking: {
      ...Runtime.zero().staking,
      slashing: new Map([
        [slashReasons.runtimeIncorrectResults, penalty],
        [slashReasons.runtimeEquivocation, penalty],
      ]),
      rewardEquivocation: 20,
      rewardBadResults: 30,
    },
    governanceModel: governanceModels.entity,
  };
}

export function keyManagerRuntime(entityId: PublicKey): Runtime {
  return {
    ...computeRuntime(entityId),
    id: chainKeyManagerId,
    kind: runtimeKinds.keyManager,
    staking: Runtime.zero().staking,
  };
}

/** What a node says of the runtime in its descriptor. */
export const chainNodeRuntime: NodeRuntime = {
  ...NodeRuntime.zero(),
  id: chainRuntimeId,
  version: {major: 1, minor: 0, patch: 0},
};
