import {type Context, HaltError} from "../context/index.ts";
import {type Runtime, runtimeKinds} from "../registry/index.ts";
import {emitRoothash} from "./events.ts";
import {blockTimestamp, genesisBlock} from "./nextBlock.ts";
import {RoothashState} from "./state.ts";
import {type Block, headerTypes} from "./types/block.ts";
import {FinalizedEvent} from "./types/events.ts";
import type {GenesisRuntimeState} from "./types/genesis.ts";
import type {MessageEvent} from "./types/state.ts";

/** What a genesis document knows about a runtime that has run before. */
export interface RestoredRuntime {
  readonly state: GenesisRuntimeState;
  readonly isSuspended: boolean;
}

/**
 * Begins the state of a new compute runtime; one that has a state already keeps it (consensus-paratime §3.4).
 *
 * @param restored - at genesis only
 */
export function createRuntime(
  context: Context,
  runtime: Runtime,
  restored: RestoredRuntime | null = null,
): void {
  if (runtime.kind !== runtimeKinds.compute) return;
  const roothash = new RoothashState(context.tree);
  if (roothash.runtime(runtime.id) !== null) return;
  const block = firstBlock(context, runtime, restored);
  for (const result of restored?.state.messageResults ?? []) {
    emitRoothash.message(context, runtime.id, present(result));
  }
  const {round} = block.header;
  roothash.setRuntime({
    runtime,
    suspended: false,
    genesisBlock: block,
    currentBlock: block,
    currentBlockHeight: context.currentHeight,
    lastNormalRound: round,
    lastNormalHeight: context.currentHeight,
    executorPool: null,
  });
  emitRoothash.finalized(context, runtime.id, FinalizedEvent.make({round}));
}

/** Round and state are those of the document if it has any; storage receipts always those of the descriptor. */
function firstBlock(context: Context, {id, genesis}: Runtime, restored: RestoredRuntime | null): Block {
  const {header} = genesisBlock(id, blockTimestamp(context));
  const {round, stateRoot} = restored?.state.runtimeGenesis ?? genesis;
  const headerType = restored?.isSuspended ? headerTypes.suspended : header.headerType;
  return {header: {...header, round, stateRoot, headerType, storageSignatures: genesis.storageReceipts}};
}

function present(result: MessageEvent | null): MessageEvent {
  if (result === null) throw new HaltError("crash", "a message result of the genesis document is null");
  return result;
}
