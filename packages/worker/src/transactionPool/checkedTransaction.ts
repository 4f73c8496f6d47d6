import {type Hash, hashOf} from "@oasis-node/primitives/hash";

/** Weights that every transaction has, or that the host limits itself (runtime-workers §4.4.2). */
export const builtInWeights = {
  count: "count",
  sizeBytes: "size_bytes",
  consensusMessages: "consensus_messages",
} as const;

/** What a transaction takes of a batch, or a batch may hold, by name. */
export type Weights = ReadonlyMap<string, bigint>;

/** A transaction that the runtime would execute. */
export interface CheckedTransaction {
  readonly raw: Uint8Array;
  readonly hash: Hash;
  /** Those with more go first. */
  readonly priority: bigint;
  readonly weights: Weights;
}

/** A transaction as the runtime judged it. Its size and its number are not the runtime's to judge. */
export function checkedTransaction(
  raw: Uint8Array,
  {priority = 0n, weights = null}: {readonly priority?: bigint; readonly weights?: Weights | null} = {},
): CheckedTransaction {
  const all = new Map(weights ?? []);
  all.set(builtInWeights.sizeBytes, BigInt(raw.length));
  all.set(builtInWeights.count, 1n);
  return {raw, hash: hashOf(raw), priority, weights: all};
}
