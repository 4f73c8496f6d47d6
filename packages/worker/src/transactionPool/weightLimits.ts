import type {Runtime} from "@oasis-node/state-transition/registry";
import {builtInWeights, type Weights} from "./checkedTransaction.ts";

const builtIn = new Set<string>(Object.values(builtInWeights));

/** Limits of a batch by the runtime's descriptor (runtime-workers §4.4.2). */
export function descriptorLimits({executor, txnScheduler}: Runtime): Weights {
  return new Map([
    [builtInWeights.consensusMessages, BigInt(executor.maxMessages)],
    [builtInWeights.sizeBytes, txnScheduler.maxBatchSizeBytes],
    [builtInWeights.count, txnScheduler.maxBatchSize],
  ]);
}

/**
 * Limits after the runtime has reported its own: what it says holds, what it does not mention any more is gone, unless it
 * comes from the descriptor.
 */
export function reportedLimits(limits: Weights, reported: Weights | null): Weights {
  const kept = [...limits].filter(([name]) => builtIn.has(name));
  return new Map([...kept, ...(reported ?? [])]);
}

/** Limits after the descriptor has changed. */
export function limitsWithDescriptor(limits: Weights, runtime: Runtime): Weights {
  return new Map([...limits, ...descriptorLimits(runtime)]);
}
