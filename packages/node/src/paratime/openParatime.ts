import {join} from "node:path";
import {LmdbStore} from "@oasis-node/mkvs/db";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import {toMilliseconds} from "@oasis-node/primitives/clock";
import {asRound, type Height} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {RuntimeStatus} from "@oasis-node/rpc/services";
import {keepLast, RuntimeHistory} from "@oasis-node/runtime/history";
import {nodeRoles} from "@oasis-node/state-transition/node";
import {type ClientRuntimeParts, paratimeStatus} from "@oasis-node/worker/client";
import {CommitteeFollower} from "@oasis-node/worker/committee";
import {ExecutorWorker, type HostServices, hostHandlers} from "@oasis-node/worker/executor";
import {HistoryIndexer} from "@oasis-node/worker/history";
import type {RuntimeStorage, Slots} from "@oasis-node/worker/storage";
import type {RegisteredNodes} from "@oasis-node/worker/storageClient";
import type {HostedRuntime as HostedConfig} from "../config/index.ts";
import {committeeStatus} from "./committeeStatus.ts";
import {newHostedRuntime, openLocalStorage, provisionerOf} from "./hosting.ts";
import {openParatimeStorage, type ParatimeStorage} from "./paratimeStorage.ts";
import {remoteStorageNodes} from "./remoteNodes.ts";
import type {ParatimeSurroundings} from "./surroundings.ts";
import {paratimeRoles, withdrawUnlessKnown} from "./unknownParatime.ts";

/** A ParaTime that the node follows, and whatever roles the node has in it. */
export interface Paratime {
  readonly id: Namespace;
  readonly follower: CommitteeFollower;
  /** Its storage nodes but this one. */
  readonly remote: RegisteredNodes;
  readonly storage: ParatimeStorage["api"];
  /** Null for a node that is no storage. */
  readonly storageWorker: RuntimeStorage | null;
  readonly client: ClientRuntimeParts;
  status(signal: AbortSignal): Promise<RuntimeStatus>;
  /** Begins to work. */
  start(): Promise<void>;
}

/** Opens a ParaTime with everything that belongs to it; nothing works before `start`. Throws `NodeDbError`, `HistoryError`. */
export async function openParatime(
  id: Namespace,
  slots: Slots,
  surroundings: ParatimeSurroundings,
): Promise<Paratime> {
  const {config, chain, identity, lifecycle, clock, random} = surroundings;
  const logger = surroundings.logger.with({runtime_id: toHex(id)});
  const roles = paratimeRoles(surroundings.registration);
  const inside = {...surroundings, logger, registration: roles};
  const directory = join(config.dataDirectory, "runtimes", toHex(id));
  const store = await lifecycle.start(
    "history of a ParaTime",
    () => new LmdbStore({path: join(directory, "history.db"), readOnly: false, noSync: false}),
    (opened) => opened.close(),
  );
  const history = new RuntimeHistory(store, id);
  const indexer = new HistoryIndexer({chain: chain.apis, history, clock, random, logger});
  const ownKey = identity.nodeSigner.publicKey;
  const follower = new CommitteeFollower({chain: chain.apis, runtimeId: id, ownKey, clock, random, logger});
  const remote = remoteStorageNodes(id, inside);
  const storage = await openParatimeStorage(
    {runtimeId: id, directory, history, indexer, follower, remote, slots},
    inside,
  );
  const hosting = await openHosting({id, directory, history, follower, storage}, inside);
  const {keptRounds, pruneInterval} = config.runtimes;
  return {
    id,
    follower,
    remote,
    storage: storage.api,
    storageWorker: storage.worker,
    client: {
      id,
      history,
      follower,
      storage: storage.api,
      earliestState: storage.worker === null ? null : earliestStateOf(storage.worker),
      host: hosting.clientHost,
    },
    status: (signal) => statusOf({id, history, follower, storage}, inside, signal),
    start: async () => {
      const name = `ParaTime ${toHex(id)}`;
      const start = (part: string, run: (signal: AbortSignal) => Promise<void>) =>
        surroundings.background(`${part} of ${name}`, run);
      await start("registration", (signal) => withdrawUnlessKnown(id, roles, inside, signal));
      await start("history", (signal) => indexer.run(signal));
      await start("storage nodes", (signal) => remote.run(signal));
      await start("committees", (signal) => follower.run(signal));
      const {worker} = storage;
      if (worker !== null) await start("storage", (signal) => worker.run(signal));
      const {executor} = hosting;
      if (executor !== null) await start("executor", (signal) => executor.run(signal));
      if (keptRounds === null) return;
      const intervalMs = toMilliseconds(pruneInterval);
      await start("pruning", (signal) =>
        keepLast({history, keep: keptRounds, intervalMs, clock, logger}, signal),
      );
    },
  };
}

interface HostingParts {
  readonly id: Namespace;
  readonly directory: string;
  readonly history: RuntimeHistory;
  readonly follower: CommitteeFollower;
  readonly storage: ParatimeStorage;
}

interface Hosting {
  /** Null for a node that does not execute. */
  readonly executor: ExecutorWorker | null;
  /** Null for a node that does not run the ParaTime. */
  readonly clientHost: ClientRuntimeParts["host"];
}

/** The processes of a ParaTime: one executes, one answers the node's clients. */
async function openHosting(parts: HostingParts, surroundings: ParatimeSurroundings): Promise<Hosting> {
  const {config, chain} = surroundings;
  const hosted = config.runtimes.hosted.find((one) => equal(one.id, parts.id));
  if (hosted === undefined) return {executor: null, clientHost: null};
  const services: HostServices = {
    storage: parts.storage.api,
    consensusLight: chain.apis.consensusLight,
    localStorage: await openLocalStorage(join(parts.directory, "worker-local-storage.lmdb.db"), surroundings),
    keyManager: null,
  };
  const provisioner = provisionerOf(hosted, surroundings);
  const clientHost = newHostedRuntime(hosted, hostHandlers(services), provisioner, surroundings);
  const executor = config.workers.roles.compute
    ? executorWorker(parts, hosted, services, surroundings)
    : null;
  return {executor, clientHost};
}

function executorWorker(
  {id, history, follower, storage}: HostingParts,
  hosted: HostedConfig,
  hostServices: HostServices,
  surroundings: ParatimeSurroundings,
): ExecutorWorker {
  const {config, chain, identity, registration, submitter, gossip, clock, random, logger} = surroundings;
  const {executor} = config.workers;
  const provisioner = provisionerOf(hosted, surroundings);
  return new ExecutorWorker({
    runtimeId: id,
    chain: chain.apis,
    consensus: chain.apis.consensus,
    keymanager: chain.apis.keymanager,
    history,
    storage: storage.api,
    localStorage: storage.worker?.storage ?? null,
    signer: identity.nodeSigner,
    signatures: {verifier: chain.verifier, chainContext: chain.queries.chainContext},
    submitter,
    storageCommitTimeoutMs: executor.storageCommitTimeout,
    follower,
    gossip,
    hostServices,
    hostRuntime: (handlers) => newHostedRuntime(hosted, handlers, provisioner, surroundings),
    roleProvider: registration.requestRole(nodeRoles.computeWorker, id),
    maxPoolSize: executor.maxPoolSize,
    recentCacheSize: executor.recentCacheSize,
    maxCheckBatch: executor.maxCheckBatch,
    clock,
    random,
    logger,
  });
}

function statusOf(
  {id, history, follower, storage}: Pick<HostingParts, "id" | "history" | "follower" | "storage">,
  {config, chain, logger}: ParatimeSurroundings,
  signal: AbortSignal,
): Promise<RuntimeStatus> {
  const {compute, storage: isStorage, keymanager} = config.workers.roles;
  const isMember = compute || isStorage || keymanager !== null;
  const height = (): Height => chain.engine.status().latestHeight;
  const {worker} = storage;
  return paratimeStatus(
    {
      runtimeId: id,
      roothash: chain.apis.roothash,
      history,
      committee: isMember ? () => committeeStatus(follower, height()) : null,
      storage: worker === null ? null : () => worker.status(),
      logger,
    },
    signal,
  );
}

function earliestStateOf({storage: {db}}: RuntimeStorage) {
  return async () => asRound(db.getEarliestVersion() ?? 0n);
}
