import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {RuntimeStatus} from "@oasis-node/rpc/services";
import {RuntimeClient} from "@oasis-node/worker/client";
import type {CommitteeFollower} from "@oasis-node/worker/committee";
import {
  externalStorage,
  guardedStorage,
  Slots,
  storageRouter,
  storageWorkerBackend,
} from "@oasis-node/worker/storage";
import type {StorageApi} from "@oasis-node/worker/storageClient";
import {Milestone} from "../control/index.ts";
import {openParatime, type Paratime} from "./openParatime.ts";
import {activeDescriptor} from "./paratimeStorage.ts";
import {storageAccess} from "./storageAccess.ts";
import type {ParatimeSurroundings} from "./surroundings.ts";

/** The ParaTimes of a node. */
export interface Paratimes {
  readonly client: RuntimeClient;
  /** Storage of all of them, for the node's own users. */
  readonly storage: StorageApi;
  /** The same for other nodes: by their keys, and within limits. */
  readonly externalStorage: StorageApi;
  readonly storageWorker: ReturnType<typeof storageWorkerBackend>;
  status(signal: AbortSignal): Promise<BytesMap<Namespace, RuntimeStatus>>;
  /** Begins to work. */
  start(): Promise<void>;
  /** Resolves when every one of them has seen its first block, and its storage can go on. Rejects with the signal's reason. */
  ready(signal: AbortSignal): Promise<void>;
}

/** Opens the ParaTimes that the configuration names. Throws as `openParatime`, and `RuntimeClientError`. */
export async function openParatimes(surroundings: ParatimeSurroundings): Promise<Paratimes> {
  const {config, chain, gossip, synced, clock, random, logger} = surroundings;
  const slots = new Slots(config.workers.storage.fetchers);
  const all: Paratime[] = [];
  for (const id of config.runtimes.supported) all.push(await openParatime(id, slots, surroundings));
  const find = (id: Namespace): Paratime | undefined => all.find((one) => equal(one.id, id));
  const client = new RuntimeClient({
    runtimes: all.map((one) => one.client),
    chain: chain.apis,
    gossip: config.workers.p2p.enabled ? gossip : null,
    synced: (signal) => synced.wait(signal),
    maxTransactionAge: BigInt(config.runtimes.maxTransactionAge),
    debugAllowed: config.debug.allowed,
    clock,
    random,
    logger,
  });
  const own = storageRouter((id) => find(id)?.storageWorker?.storage);
  const limited = externalStorage(own, {
    ready: async (signal) => {
      for (const {storageWorker} of all) await storageWorker?.initialized(signal);
    },
    descriptor: (id) => activeDescriptor(id, surroundings),
  });
  return {
    client,
    storage: storageRouter((id) => find(id)?.storage),
    externalStorage: guardedStorage(limited, (id) => storageAccess(find(id), config.workers)),
    storageWorker: storageWorkerBackend((id) => find(id)?.storageWorker ?? undefined),
    status: async (signal) =>
      new BytesMap(await Promise.all(all.map(async (one) => [one.id, await one.status(signal)] as const))),
    start: async () => {
      for (const one of all) await one.start();
      if (all.length > 0) await surroundings.background("ParaTime clients", (signal) => client.run(signal));
    },
    ready: async (signal) => {
      for (const {follower, storageWorker} of all) {
        await storageWorker?.initialized(signal);
        await firstBlock(follower, signal);
      }
    },
  };
}

async function firstBlock(follower: CommitteeFollower, signal: AbortSignal): Promise<void> {
  const seen = new Milestone();
  const leave = follower.observe({onTransition: async () => seen.reach()});
  try {
    if (follower.last === null) await seen.wait(signal);
  } finally {
    leave();
  }
}
