import {decode, map, text, u64} from "@oasis-node/primitives/cbor";
import {CodedError} from "@oasis-node/primitives/errors";
import type {BodyValue} from "@oasis-node/runtime/protocol";
import type {Transition} from "../committee/index.ts";
import type {CheckResults, Weights} from "../transactionPool/index.ts";
import type {ExecutorRuntime} from "./dependencies.ts";
import {ExecutorError} from "./executorError.ts";

export type ExecuteResponse = BodyValue<"RuntimeExecuteTxBatchResponse">;

/** A query that runtimes with limits answer (runtime-workers §1.7 step 9). */
const batchWeightLimitsMethod = "internal.BatchWeightLimits";
const WeightLimits = map(text, u64);
const cborNull = Uint8Array.of(0xf6);

/** What a runtime is told about where it stands. */
export function runtimeContext({block, consensusBlock, group}: Transition) {
  if (group === null) throw new ExecutorError("noGroup", "no active epoch");
  return {block, consensusBlock, epoch: group.epoch, maxMessages: group.runtime.executor.maxMessages};
}

/** Has the runtime check transactions. Throws `ExecutorError` `malformedResponse`, or what the call throws. */
export async function checkTransactions(
  runtime: ExecutorRuntime,
  transition: Transition,
  inputs: readonly Uint8Array[],
  options: {readonly signal: AbortSignal; readonly timeoutMs?: number},
): Promise<CheckResults> {
  const request = {...runtimeContext(transition), inputs: [...inputs]};
  const {results} = await runtime.call("RuntimeCheckTxBatchRequest", request, options);
  const all = results ?? [];
  if (all.length === inputs.length) return all;
  throw new ExecutorError("malformedResponse", "malformed runtime response: incorrect number of results", {
    details: {expected: inputs.length, received: all.length},
  });
}

/**
 * Limits of batches beside those of the descriptor; none of a runtime that does not know the query, which no simple one does (the
 * reference logs that as an error in every epoch). Throws `CborError`, or what the call throws.
 */
export async function queryWeightLimits(
  runtime: ExecutorRuntime,
  transition: Transition,
  signal: AbortSignal,
): Promise<Weights | null> {
  const {block, consensusBlock, epoch} = runtimeContext(transition);
  const request = {
    consensusBlock,
    header: block.header,
    epoch,
    maxMessages: 0,
    method: batchWeightLimitsMethod,
    args: cborNull,
  };
  try {
    const {data} = await runtime.call("RuntimeQueryRequest", request, {signal});
    return decode(WeightLimits, data ?? cborNull);
  } catch (error) {
    if (error instanceof CodedError && error.module === "rhp/dispatcher" && error.code === 2) return null;
    throw error;
  }
}
