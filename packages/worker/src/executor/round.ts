import {type Height, latestHeight, type Round as RoundNumber} from "@oasis-node/primitives/epoch";
import type {PruneHandler} from "@oasis-node/runtime/history";
import {RoundResults, type RuntimeState, roothashErrors} from "@oasis-node/state-transition/roothash";
import type {Transition} from "../committee/index.ts";
import type {ExecutorDependencies} from "./dependencies.ts";
import {ExecutorError} from "./executorError.ts";

/** What consensus knows of the runtime, and what became of the messages of its last normal round. */
export interface LastRound {
  readonly state: RuntimeState;
  readonly results: RoundResults;
}

/** What follows a block, until the next one. */
export interface Round {
  readonly transition: Transition;
  /** Aborted by the next block. */
  readonly signal: AbortSignal;
}

type Sources = Pick<ExecutorDependencies, "chain" | "history" | "runtimeId">;

/**
 * Reads it at a height; waits for the history, which is a little behind. Throws `roothashErrors.notFound` when the results
 * are not known here, as after state sync: a round cannot be computed without them. Those of the genesis round are none.
 */
export async function lastRound(
  {chain, history, runtimeId}: Sources,
  height: Height,
  signal: AbortSignal,
): Promise<LastRound> {
  const state = await chain.roothash.getRuntimeState({runtimeId, height}, {signal});
  const round = state.lastNormalRound;
  const isGenesis = round === state.genesisBlock?.header.round;
  if (!isGenesis) await untilReached(history, round, signal);
  const results = knownResults(history, round);
  if (results !== null) return {state, results};
  if (isGenesis) return {state, results: RoundResults.zero()};
  throw roothashErrors.notFound({details: {round}});
}

/** Keeps what `lastRound` needs from being pruned (runtime-workers §4.10). */
export function pruneVeto({chain, runtimeId}: Sources): PruneHandler {
  return async (rounds) => {
    const {lastNormalRound} = await chain.roothash.getRuntimeState({runtimeId, height: latestHeight});
    const needed = rounds.find((round) => round >= lastNormalRound);
    if (needed === undefined) return;
    const text = `tried to prune past last normal round (${lastNormalRound})`;
    throw new ExecutorError("roundNeeded", text, {details: {round: needed, lastNormalRound}});
  };
}

async function untilReached(
  history: Sources["history"],
  from: RoundNumber,
  signal: AbortSignal,
): Promise<void> {
  for await (const _ of history.watch({from, signal})) return;
  signal.throwIfAborted();
}

function knownResults(history: Sources["history"], round: RoundNumber): RoundResults | null {
  try {
    return history.roundResults(round);
  } catch (error) {
    if (roothashErrors.notFound.is(error)) return null;
    throw error;
  }
}
