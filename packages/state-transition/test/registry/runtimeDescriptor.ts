import {asRound} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {teeHardware} from "../../src/node/index.ts";
import {
  governanceModels,
  Runtime,
  runtimeKinds,
  runtimeVersion,
  txnSchedulerSimple,
} from "../../src/registry/index.ts";
import {runtimeId} from "../support.ts";

/** Descriptor D of consensus-paratime appendix B. */
export const runtimeDescriptor: Runtime = {
  ...Runtime.zero(),
  v: runtimeVersion,
  id: runtimeId,
  genesis: {stateRoot: emptyHash, state: null, storageReceipts: null, round: asRound(0n)},
  kind: runtimeKinds.compute,
  teeHardware: teeHardware.invalid,
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
  governanceModel: governanceModels.entity,
};
