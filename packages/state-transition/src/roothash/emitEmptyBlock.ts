import type {Context} from "../context/index.ts";
import {resetPool, timeoutNever} from "./commitment/pool.ts";
import {emitRoothash} from "./events.ts";
import {blockTimestamp, emptyBlock} from "./nextBlock.ts";
import {RoothashState, type StoredRuntime} from "./state.ts";
import {headerTypes} from "./types/block.ts";
import {FinalizedEvent} from "./types/events.ts";

type EmptyType = "roundFailed" | "epochTransition" | "suspended";

/**
 * The runtime with a block in which it has done nothing; a pool begins a new round with its timer off. What was last
 * normal stays. The state is not stored (consensus-paratime §3.5).
 */
export function emitEmptyBlock<T extends StoredRuntime>(context: Context, state: T, type: EmptyType): T {
  const {runtime, executorPool: pool} = state;
  const currentBlock = emptyBlock(state.currentBlock, blockTimestamp(context), headerTypes[type]);
  const {round} = currentBlock.header;
  if (pool !== null && pool.nextTimeout !== timeoutNever) {
    new RoothashState(context.tree).clearRoundTimeout(runtime.id, pool.nextTimeout);
  }
  emitRoothash.finalized(context, runtime.id, FinalizedEvent.make({round}));
  const executorPool = pool === null ? null : resetPool(pool, round);
  return {...state, currentBlock, currentBlockHeight: context.currentHeight, executorPool};
}
