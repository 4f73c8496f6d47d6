import type {Height} from "@oasis-node/primitives/epoch";
import {RoundResults, type RuntimeState, roothashErrors} from "@oasis-node/state-transition/roothash";
import type {Transition} from "../committee/index.ts";
import type {ExecutorDependencies} from "./dependencies.ts";

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

/**
 * Reads it at a height. Throws `roothashErrors.notFound` when the results are not known here, as after state sync: a round
 * cannot be computed without them. Those of the genesis round are none.
 */
export async function lastRound(
  {chain, history, runtimeId}: Pick<ExecutorDependencies, "chain" | "history" | "runtimeId">,
  height: Height,
  signal: AbortSignal,
): Promise<LastRound> {
  const state = await chain.roothash.getRuntimeState({runtimeId, height}, {signal});
  try {
    const results = history.roundResults(state.lastNormalRound);
    if (results !== null) return {state, results};
  } catch (error) {
    if (!roothashErrors.notFound.is(error)) throw error;
  }
  if (state.lastNormalRound !== state.genesisBlock?.header.round)
    throw roothashErrors.notFound({details: {round: state.lastNormalRound}});
  return {state, results: RoundResults.zero()};
}
