import type {CommittedBlock, Engine} from "./engine.ts";
import {EngineError} from "./engineError.ts";

/**
 * Hands over every committed block until the signal is aborted or the engine ends; one that falls behind goes on with the
 * latest block, for those who need not see each. Throws what `onBlock` throws, and as the engine does.
 */
export async function followBlocks(
  engine: Pick<Engine, "subscribe">,
  onBlock: (block: CommittedBlock) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (let isBehind = true; isBehind && !signal.aborted; ) {
    isBehind = false;
    try {
      for await (const block of engine.subscribe({signal})) await onBlock(block);
    } catch (error) {
      isBehind = error instanceof EngineError && error.code === "slowReader";
      if (!isBehind) throw error;
    }
  }
}
