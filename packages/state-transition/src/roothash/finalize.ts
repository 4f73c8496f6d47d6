import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import type {Height} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError} from "../context/index.ts";
import {computeRoots, isFailure} from "./commitment/computeBody.ts";
import {committeeMembers} from "./commitment/members.ts";
import {resetPool, timeoutNever} from "./commitment/pool.ts";
import {voteOf} from "./commitment/processCommitments.ts";
import {type Finalization, tryFinalize} from "./commitment/tryFinalize.ts";
import {emitEmptyBlock} from "./emitEmptyBlock.ts";
import {emitRoothash} from "./events.ts";
import {executeMessages} from "./messages.ts";
import {blockTimestamp, normalBlock} from "./nextBlock.ts";
import {penaltyOf, slashIncorrectResults} from "./slashing.ts";
import {type PooledRuntime, RoothashState} from "./state.ts";
import type {OpenExecutorCommitment} from "./types/commitment.ts";
import type {Pool} from "./types/state.ts";

/**
 * Tries to end the round of a runtime with the commitments there are, and keeps the queue of timers; the state of the
 * runtime is not stored (consensus-paratime §3.7).
 *
 * @param forced - whether the timer of the round fired
 */
export function finalizeRound(context: Context, state: PooledRuntime, forced: boolean): PooledRuntime {
  const before = state.executorPool.nextTimeout;
  const finalized = attempt(context, state, forced);
  requeue(context, state, before, finalized.executorPool.nextTimeout);
  return finalized;
}

function attempt(context: Context, state: PooledRuntime, forced: boolean): PooledRuntime {
  const {verdict, pool} = detectAndResolve(context, state, forced);
  const next = {...state, executorPool: pool};
  switch (verdict.kind) {
    case "result":
      return succeed(context, next, verdict.commitment);
    case "failed":
      return emitEmptyBlock(context, next, "roundFailed");
    default:
      return next;
  }
}

/** After a discrepancy the backup workers may have committed already; the timer stays as the discrepancy set it. */
function detectAndResolve(
  context: Context,
  {runtime, executorPool}: PooledRuntime,
  forced: boolean,
): Finalization {
  const {roundTimeout} = runtime.executor;
  const {blockHeight: height} = context;
  const first = tryFinalize(executorPool, {height, roundTimeout, didTimeout: forced, isAuthoritative: true});
  if (first.verdict.kind !== "discrepancy") return first;
  emitRoothash.executionDiscrepancy(context, runtime.id, {timeout: forced});
  const second = tryFinalize(first.pool, {height, roundTimeout, didTimeout: false, isAuthoritative: false});
  return {verdict: second.verdict, pool: {...second.pool, nextTimeout: first.pool.nextTimeout}};
}

/** Everything that follows from an agreed result, in the order of its events (consensus-paratime §3.7 step 3). */
function succeed(context: Context, state: PooledRuntime, result: OpenExecutorCommitment): PooledRuntime {
  const {runtime, executorPool: pool, currentBlock: parent} = state;
  const roots = computeRoots(result.body);
  if (roots === null) throw new HaltError("crash", "an agreed result without roots");
  executeMessages(context, runtime.id, result.body.messages ?? []);
  const {good, bad} = judge(pool, result);
  const penalty = penaltyOf(runtime, "runtimeIncorrectResults");
  if (pool.discrepancy && penalty > 0n) slashIncorrectResults(context, {bad, good}, runtime, penalty);
  const currentBlock = normalBlock(parent, blockTimestamp(context), roots);
  const {round} = currentBlock.header;
  emitRoothash.finalized(context, runtime.id, {round, goodComputeNodes: good, badComputeNodes: bad});
  return {
    ...state,
    executorPool: resetPool(pool, round),
    currentBlock,
    currentBlockHeight: context.currentHeight,
    lastNormalRound: round,
    lastNormalHeight: context.currentHeight,
  };
}

/** Members whose results agree with what was decided, and whose do not, in the order of the committee, each once. */
function judge(
  {committee, executeCommitments}: Pool,
  result: OpenExecutorCommitment,
): {readonly good: PublicKey[]; readonly bad: PublicKey[]} {
  const vote = voteOf(result);
  const isGood = new BytesMap<PublicKey, boolean>();
  for (const {publicKey} of committee === null ? [] : committeeMembers(committee)) {
    const commitment = executeCommitments?.get(publicKey);
    if (commitment === undefined || isFailure(commitment.body)) continue;
    isGood.set(publicKey, equal(voteOf(commitment), vote));
  }
  const nodes = [...isGood];
  return {
    good: nodes.filter(([, agrees]) => agrees).map(([id]) => id),
    bad: nodes.filter(([, agrees]) => !agrees).map(([id]) => id),
  };
}

function requeue({tree}: Context, {runtime}: PooledRuntime, before: Height, after: Height): void {
  if (before === after) return;
  const roothash = new RoothashState(tree);
  if (before !== timeoutNever) roothash.clearRoundTimeout(runtime.id, before);
  if (after !== timeoutNever) roothash.scheduleRoundTimeout(runtime.id, after);
}
