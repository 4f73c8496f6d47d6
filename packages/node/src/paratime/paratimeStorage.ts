import {equal} from "@oasis-node/primitives/bytes";
import {asHeight, type Height, latestHeight} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {RuntimeHistory} from "@oasis-node/runtime/history";
import {nodeRoles} from "@oasis-node/state-transition/node";
import {type Runtime, registryErrors} from "@oasis-node/state-transition/registry";
import {type CommitteeFollower, memberKeys} from "@oasis-node/worker/committee";
import type {HistoryIndexer} from "@oasis-node/worker/history";
import {
  openStorage,
  RuntimeStorage,
  receiptContext,
  type Slots,
  storageStoreName,
  syncedStorage,
} from "@oasis-node/worker/storage";
import {
  localFirst,
  type RegisteredNodes,
  type StorageApi,
  StorageClient,
} from "@oasis-node/worker/storageClient";
import type {ParatimeSurroundings} from "./surroundings.ts";

export interface StorageParts {
  readonly runtimeId: Namespace;
  /** The ParaTime's own below the data directory. */
  readonly directory: string;
  readonly history: RuntimeHistory;
  readonly indexer: HistoryIndexer;
  readonly follower: CommitteeFollower;
  readonly remote: RegisteredNodes;
  /** Room for fetches of all ParaTimes. */
  readonly slots: Slots;
}

/** The storage of a ParaTime as its other workers use it, and this node's part in it. */
export interface ParatimeStorage {
  readonly api: StorageApi;
  /** Null for a node that is no storage. */
  readonly worker: RuntimeStorage | null;
}

/** A ParaTime, also while it is suspended: a node of it resumes it. Throws `registryErrors.noSuchRuntime`, or as the registry does. */
export async function registeredRuntime(
  runtimeId: Namespace,
  height: Height,
  {apis}: Pick<ParatimeSurroundings["chain"], "apis">,
): Promise<Runtime> {
  const runtimes = await apis.registry.getRuntimes({height, includeSuspended: true});
  const runtime = runtimes?.find((one) => one !== null && equal(one.id, runtimeId)) ?? null;
  if (runtime === null) throw registryErrors.noSuchRuntime();
  return runtime;
}

/** The ParaTime as it was when the epoch began, which is what its committees go by. Throws as the registry does. */
export async function activeDescriptor(
  runtimeId: Namespace,
  {chain}: Pick<ParatimeSurroundings, "chain">,
): Promise<Runtime> {
  const {beacon} = chain.apis;
  const height = await beacon.getEpochBlock(await beacon.getEpoch(latestHeight));
  const {earliestHeight} = chain.engine.status();
  return registeredRuntime(runtimeId, height < earliestHeight ? asHeight(earliestHeight) : height, chain);
}

/** Joins own storage, if the node has that role, with that of the committee. Throws `NodeDbError`. */
export async function openParatimeStorage(
  parts: StorageParts,
  surroundings: ParatimeSurroundings,
): Promise<ParatimeStorage> {
  const {config, chain, clock, random, logger} = surroundings;
  const {remote, follower, runtimeId} = parts;
  const worker = config.workers.roles.storage ? await storageWorker(parts, surroundings) : null;
  const own = worker === null ? null : syncedStorage(worker);
  const {verifier, queries} = chain;
  const committee = new StorageClient({
    nodes: () => remote.committee(storageMembers(follower), worker?.storage ?? null),
    minWriteReplication: async () =>
      Number((await activeDescriptor(runtimeId, surroundings)).storage.minWriteReplication),
    receipts: {verifier, context: receiptContext(queries.chainContext)},
    clock,
    random,
    logger,
  });
  return {api: own === null ? committee : localFirst(own, committee), worker};
}

async function storageWorker(
  {runtimeId, directory, history, indexer, follower, remote, slots}: StorageParts,
  surroundings: ParatimeSurroundings,
): Promise<RuntimeStorage> {
  const {config, chain, identity, registration, store, lifecycle, clock, random, logger} = surroundings;
  const {storage: options} = config.workers;
  const storage = await lifecycle.start(
    "storage of a ParaTime",
    () =>
      openStorage({
        directory,
        runtimeId,
        signer: identity.nodeSigner,
        chainContext: chain.queries.chainContext,
        cacheSize: options.cacheSize,
      }),
    ({db}) => db.close(),
  );
  const roles = [registration.requestRole(nodeRoles.storageWorker, runtimeId)];
  if (config.workers.roles.storagePublicRpc) {
    roles.push(registration.requestRole(nodeRoles.storageRpc, runtimeId));
  }
  const worker = new RuntimeStorage({
    storage,
    history,
    indexed: (signal) => indexer.ready(signal),
    nodesKnown: (signal) => remote.ready(signal),
    roothash: chain.apis.roothash,
    runtime: () => activeDescriptor(runtimeId, surroundings),
    remote: new StorageClient({
      nodes: () => remote.nodes(),
      minWriteReplication: async () => null,
      receipts: {verifier: chain.verifier, context: receiptContext(chain.queries.chainContext)},
      clock,
      random,
      logger,
    }),
    nodes: () => remote.nodes(),
    committee: () => storageMembers(follower),
    store: store.service(storageStoreName),
    roles,
    slots,
    checkpointSync: options.checkpointSync,
    checkpointIntervalMs: options.checkpointInterval,
    debugAllowed: config.debug.allowed,
    clock,
    random,
    logger,
  });
  chain.checkpoints?.observe((height, kept) => worker.onConsensusCheckpoint(height, kept));
  follower.observe({onHeight: (height) => worker.onHeight(height)});
  return worker;
}

/** Node keys of the storage committee. */
function storageMembers({group}: CommitteeFollower): PublicKey[] {
  return group === null ? [] : memberKeys([group.storage.committee]);
}
