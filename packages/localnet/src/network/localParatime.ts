import {emptyHash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {committeeKinds, committeeRoles} from "@oasis-node/state-transition/committee";
import {
  AdmissionPolicy,
  AnyNodePolicy,
  governanceModels,
  MinPoolSizeConstraint,
  Runtime,
  RuntimeGenesis,
  runtimeKinds,
  runtimeVersion,
  SchedulingConstraints,
  txnSchedulerSimple,
} from "@oasis-node/state-transition/registry";

const mebibyte = 1n << 20n;
const millisecond = 1_000_000n;

/**
 * The descriptor of a ParaTime on a network of one node: committees of one member each, which is what the node can fill, and rounds
 * as soon as there is a transaction.
 */
export function localParatime(id: Namespace, entityId: PublicKey): Runtime {
  const onePool = SchedulingConstraints.make({minPoolSize: MinPoolSizeConstraint.make({limit: 1})});
  const forWorkers = new Map([[committeeRoles.worker, onePool]]);
  return Runtime.make({
    v: runtimeVersion,
    id,
    entityId,
    genesis: RuntimeGenesis.make({stateRoot: emptyHash}),
    kind: runtimeKinds.compute,
    executor: {groupSize: 1, groupBackupSize: 0, allowedStragglers: 0, roundTimeout: 20n, maxMessages: 32},
    txnScheduler: {
      algorithm: txnSchedulerSimple,
      // The least that is allowed.
      batchFlushTimeout: 50n * millisecond,
      maxBatchSize: 1000n,
      maxBatchSizeBytes: 16n * mebibyte,
      proposeBatchTimeout: 20n,
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
    admissionPolicy: AdmissionPolicy.make({anyNode: AnyNodePolicy.make({})}),
    constraints: new Map([
      [committeeKinds.executor, forWorkers],
      [committeeKinds.storage, forWorkers],
    ]),
    governanceModel: governanceModels.entity,
  });
}
