import {nodeDbErrors} from "@oasis-node/mkvs/db";
import {emptyRoot, type Root, rootTypes} from "@oasis-node/mkvs/node";
import {toHex} from "@oasis-node/primitives/bytes";
import type {Logger} from "@oasis-node/primitives/log";
import type {Runtime} from "@oasis-node/state-transition/registry";
import type {Block} from "@oasis-node/state-transition/roothash";
import {StorageWorkerError} from "./errors.ts";
import type {LocalStorage} from "./localStorage.ts";
import {blockRoot} from "./summary.ts";

/**
 * Makes the state with which a runtime starts (runtime-workers §4.5.4). Returns whether it is there; if not, it has to come
 * from other nodes. Throws `StorageWorkerError` `incompatibleState`, and what applying throws.
 */
export async function initGenesis(
  storage: LocalStorage,
  {genesis}: Pick<Runtime, "genesis">,
  block: Block,
  logger: Logger,
): Promise<boolean> {
  const root = blockRoot(block, "state");
  const latest = storage.db.getLatestVersion();
  const isThere = await isCompatible(storage, root, latest);
  if (!isThere && latest !== null) {
    const text = "existing state is incompatible with runtime genesis state";
    throw new StorageWorkerError("incompatibleState", text, {details: {root: toHex(root.hash), latest}});
  }
  // After a dump and restore of consensus the rounds differ: the descriptor's state is an older one then.
  if (root.version === genesis.round && genesis.state !== null && genesis.state.length > 0) {
    logger.info("applying genesis state", {state_root: toHex(genesis.stateRoot)});
    const from = emptyRoot(root.namespace, genesis.round, rootTypes.state);
    await storage.applyChanges(from, {...from, hash: genesis.stateRoot}, genesis.state);
    return true;
  }
  if (!isThere) {
    const fields = {state_root: toHex(root.hash)};
    logger.warn("non-empty state root but no state specified, assuming replication", fields);
  }
  return isThere;
}

/** Whether the root is there, or can be made by carrying the last version forward. */
async function isCompatible(storage: LocalStorage, root: Root, latest: bigint | null): Promise<boolean> {
  if (latest === null || latest >= root.version) return storage.db.hasRoot(root);
  const before = {...root, version: latest};
  if (!storage.db.hasRoot(before)) return false;
  await carryForward(storage, before, root.version);
  return true;
}

/** Makes versions with the same root up to `version`, each final. Those that are final already are left alone. */
export async function carryForward(storage: LocalStorage, root: Root, version: bigint): Promise<void> {
  for (let from = root; from.version < version; ) {
    const to = {...from, version: from.version + 1n};
    try {
      await storage.applyChanges(from, to, []);
      await storage.db.finalize([to]);
    } catch (error) {
      if (!nodeDbErrors.alreadyFinalized.is(error)) throw error;
    }
    from = to;
  }
}
