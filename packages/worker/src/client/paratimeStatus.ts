import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {latestHeight} from "@oasis-node/primitives/epoch";
import type {Logger} from "@oasis-node/primitives/log";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api} from "@oasis-node/rpc/service";
import {
  type CommitteeStatus,
  RuntimeStatus,
  type roothashService,
  type StorageStatus,
} from "@oasis-node/rpc/services";
import type {RuntimeHistory} from "@oasis-node/runtime/history";
import {type Block, headerHash} from "@oasis-node/state-transition/roothash";

/** What a node knows about one of its runtimes. */
export interface ParatimeStatusOptions {
  readonly runtimeId: Namespace;
  readonly roothash: Pick<
    Api<typeof roothashService>,
    "getLatestBlock" | "getGenesisBlock" | "getRuntimeState"
  >;
  readonly history: Pick<RuntimeHistory, "earliest">;
  /** Null for a node that works neither in the executor's nor in the storage's committee. */
  readonly committee: (() => CommitteeStatus | Promise<CommitteeStatus>) | null;
  /** Null for a node that is no storage. */
  readonly storage: (() => StorageStatus | Promise<StorageStatus>) | null;
  readonly logger: Logger;
}

/** What control status shows of a runtime (runtime-workers §4.11). What cannot be learned stays zero, and is logged. */
export async function paratimeStatus(
  options: ParatimeStatusOptions,
  signal?: AbortSignal,
): Promise<RuntimeStatus> {
  const {runtimeId, roothash, history, committee, storage, logger} = options;
  const request = {runtimeId, height: latestHeight};
  const callOptions = signal === undefined ? {} : {signal};
  const learn = async <T>(what: string, ask: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await ask();
    } catch (err) {
      signal?.throwIfAborted();
      logger.error(`failed to fetch ${what}`, {err, runtime_id: runtimeId});
      return null;
    }
  };
  const [state, latest, genesis, earliest, committeeStatus, storageStatus] = await Promise.all([
    learn("registry descriptor", () => roothash.getRuntimeState(request, callOptions)),
    learn("latest runtime block", () => roothash.getLatestBlock(request, callOptions)),
    learn("genesis runtime block", () => roothash.getGenesisBlock(request, callOptions)),
    learn("last retained runtime block", () => history.earliest().block),
    learn("common committee worker status", () => committee?.() ?? null),
    learn("storage worker status", () => storage?.() ?? null),
  ]);
  return RuntimeStatus.make({
    descriptor: state?.runtime ?? null,
    ...(latest === null ? {} : latestParts(latest)),
    ...(genesis === null
      ? {}
      : {genesisRound: genesis.header.round, genesisHash: headerHash(genesis.header)}),
    ...(earliest === null
      ? {}
      : {lastRetainedRound: earliest.header.round, lastRetainedHash: headerHash(earliest.header)}),
    committee: committeeStatus,
    storage: storageStatus,
  });
}

function latestParts({header}: Block) {
  const {round, timestamp, namespace, stateRoot} = header;
  const root: Root = {namespace, version: round, type: rootTypes.state, hash: stateRoot};
  return {latestRound: round, latestHash: headerHash(header), latestTime: timestamp, latestStateRoot: root};
}
