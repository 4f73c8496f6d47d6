import type {Root} from "@oasis-node/mkvs/node";
import {equal} from "@oasis-node/primitives/bytes";
import {asRound} from "@oasis-node/primitives/epoch";
import {isEmptyHash} from "@oasis-node/primitives/hash";
import type {RuntimeHistory} from "@oasis-node/runtime/history";
import type {Runtime} from "@oasis-node/state-transition/registry";
import {type Block, roothashErrors} from "@oasis-node/state-transition/roothash";
import type {StorageNode} from "../storageClient/index.ts";
import type {Surroundings} from "../tasks/index.ts";
import {syncCheckpoints} from "./checkpointSync.ts";
import {carryForward, initGenesis} from "./initGenesis.ts";
import type {LocalStorage} from "./localStorage.ts";
import {blockRoot, blockRoots} from "./summary.ts";

/** Milliseconds before checkpoints are looked for again. */
const checkpointRetryMs = 10_000;

export interface SyncStartOptions extends Pick<Surroundings, "clock" | "logger"> {
  readonly storage: LocalStorage;
  readonly history: RuntimeHistory;
  readonly genesis: Block;
  /** The runtime as it is now. */
  readonly runtime: Pick<Runtime, "genesis">;
  /** Last round that is final; null before the first. */
  readonly last: bigint | null;
  /** Whether to look for checkpoints that are ahead of what is there. */
  readonly checkpoints: boolean;
  /** Storage nodes of the runtime that can be asked. */
  readonly nodes: () => readonly StorageNode[];
}

/**
 * Gets storage to where it can go on round by round (runtime-workers §4.5.4): from the state of the runtime's start, or from
 * checkpoints of other nodes, which it waits for where there is no other way. Gives the last block whose roots are final;
 * null when that is none yet.
 */
export async function startSync(options: SyncStartOptions, signal: AbortSignal): Promise<Block | null> {
  const genesisRound = options.genesis.header.round;
  const known = lastFinal(options);
  if (known !== null) return (await fromCheckpoints(options, known.header.round, false, signal)) ?? known;
  const {last, storage} = options;
  const isFresh = last === null || last < genesisRound || storage.db.getLatestVersion() === null;
  const start = isFresh ? await fromGenesis(options) : "unknown";
  const before = genesisRound - 1n;
  if (start === "unknown") return fromCheckpoints(options, last ?? before, true, signal);
  return (await fromCheckpoints(options, start?.header.round ?? before, false, signal)) ?? start;
}

/**
 * The block of the last round that is final, as remembered or, when a crash came before that, as the database has it. Null
 * for none since the runtime's start, and for one that the history does not know.
 */
function lastFinal({last, genesis, history, storage}: SyncStartOptions): Block | null {
  const {db} = storage;
  const latest = db.getLatestVersion();
  const ahead = latest !== null && latest > (last ?? -1n) ? latest : null;
  for (const round of [ahead, last]) {
    if (round === null || round < genesis.header.round) continue;
    const block = blockAt(history, round);
    if (block !== null && blockRoots(block).every((root) => db.hasRoot(root))) return block;
  }
  return null;
}

/**
 * The block whose roots are final when the runtime's first state is there; null when that is the next to come. The state can
 * be unknown, and so can the first blocks, when this node's consensus began later.
 */
async function fromGenesis({
  storage,
  runtime,
  genesis,
  history,
  logger,
}: SyncStartOptions): Promise<Block | null | "unknown"> {
  if (!(await initGenesis(storage, runtime, genesis, logger))) return "unknown";
  if (blockAt(history, genesis.header.round) !== null) return null;
  const earliest = earliestBlock(history);
  if (earliest === null) return "unknown";
  const {stateRoot, ioRoot, round} = earliest.header;
  // Nothing has happened until then: the versions in between can be made here.
  if (!equal(stateRoot, genesis.header.stateRoot) || !isEmptyHash(ioRoot)) return "unknown";
  await carryForward(storage, blockRoot(genesis, "state"), round);
  return earliest;
}

/** The block at which checkpoints have brought storage; null when there was none ahead. */
async function fromCheckpoints(
  options: SyncStartOptions,
  after: bigint,
  needed: boolean,
  signal: AbortSignal,
): Promise<Block | null> {
  const {storage, history, genesis, nodes, clock, logger, checkpoints} = options;
  if (!checkpoints && !needed) return null;
  const rootsOf = (version: bigint): readonly Root[] | null => {
    const block = blockAt(history, version);
    return block === null ? null : blockRoots(block);
  };
  const {namespace: runtimeId} = genesis.header;
  for (let attempt = 1; ; attempt++) {
    const sync = {storage, runtimeId, nodes, rootsOf, after, clock, logger};
    const {version, tried} = await syncCheckpoints(sync, signal);
    if (version !== null) return history.block(asRound(version)).block;
    // A checkpoint may have been removed by its node just when it was wanted: once more is enough.
    if (!needed && (!tried || attempt > 1)) return null;
    logger.info("checkpoint sync failed", {attempt});
    await clock.sleep(checkpointRetryMs, signal);
  }
}

/** Null for a round that the history does not have. */
export function blockAt(history: RuntimeHistory, round: bigint): Block | null {
  return unlessNotFound(() => history.block(asRound(round)).block);
}

function earliestBlock(history: RuntimeHistory): Block | null {
  return unlessNotFound(() => history.earliest().block);
}

function unlessNotFound(read: () => Block): Block | null {
  try {
    return read();
  } catch (error) {
    if (roothashErrors.notFound.is(error)) return null;
    throw error;
  }
}
