import {setImmediate} from "node:timers/promises";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import type {BatchContext, Paratime, Scheduling, TransactionResult} from "../paratime/index.ts";
import {BatchRoom} from "./batchRoom.ts";
import {dispatcherFailure} from "./dispatcherErrors.ts";

/** Transactions between two looks at whether the batch is still wanted. */
const stride = 16;

/** Transactions that are fetched at once. */
const fetchSize = 100;

/** Gets further transactions: those of lower priority than the one with the hash. */
export type FetchMore = (after: Hash, limit: number) => Promise<readonly Uint8Array[]>;

/** Transactions of a batch with what came of them. */
export interface RunBatch {
  readonly inputs: readonly Uint8Array[];
  readonly results: readonly TransactionResult[];
  /** Transactions that are not worth keeping. */
  readonly rejected: readonly Hash[];
}

/** Executes all of them, whatever they are. */
export async function executeBatch(
  paratime: Paratime,
  batch: BatchContext,
  inputs: readonly Uint8Array[],
): Promise<RunBatch> {
  const results: TransactionResult[] = [];
  await paratime.beginBatch?.(batch);
  for (const input of inputs) {
    await stillWanted(batch, results.length);
    results.push(await paratime.execute(batch, input));
  }
  await paratime.endBatch?.(batch);
  return {inputs, results, rejected: []};
}

/**
 * Makes a batch of what the host brings along and, if there seems to be more, of what it can fetch: leaves out what does
 * not pass the check any more or does not fit (runtime-workers §1.7).
 */
export async function scheduleBatch(
  paratime: Paratime,
  scheduling: Scheduling,
  batch: BatchContext,
  {
    offered,
    check,
    fetchMore,
  }: {
    readonly offered: readonly Uint8Array[];
    readonly check: BatchContext;
    readonly fetchMore: FetchMore;
  },
): Promise<RunBatch> {
  await paratime.beginBatch?.(batch);
  const limits = (await paratime.batchWeightLimits?.(batch)) ?? new Map<string, bigint>();
  const room = new BatchRoom(scheduling, limits);
  const inputs: Uint8Array[] = [];
  const results: TransactionResult[] = [];
  const rejected: Hash[] = [];
  let asked = scheduling.initialBatchSize;
  for (let next = offered; next.length > 0; ) {
    for (const input of next) {
      await stillWanted(batch, results.length + rejected.length);
      const {error, meta} = await paratime.check(check, input);
      if (error.code !== 0) rejected.push(hashOf(input));
      else if (room.take(input.length, meta?.weights ?? null)) {
        results.push(await paratime.execute(batch, input));
        inputs.push(input);
      }
    }
    const last = next.at(-1);
    if (last === undefined || next.length < asked || room.places === 0) break;
    asked = Math.min(room.places, fetchSize);
    next = await fetchMore(hashOf(last), asked);
  }
  await paratime.endBatch?.(batch);
  return {inputs, results, rejected};
}

/** Lets the host's abort come in. */
async function stillWanted({environment}: BatchContext, done: number): Promise<void> {
  if (done % stride === stride - 1) await setImmediate();
  if (environment.signal.aborted) throw dispatcherFailure("batch aborted");
}
