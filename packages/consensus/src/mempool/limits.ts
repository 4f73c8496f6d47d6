/** How much the pool of pending transactions takes. */
export interface MempoolLimits {
  /** Transactions that wait, also for their check. */
  readonly count: number;
  /** Bytes of all of them. */
  readonly bytes: number;
  /** Bytes of one transaction. */
  readonly transactionBytes: number;
  /** Transactions seen before that are remembered. */
  readonly remembered: number;
}

/** Those of the reference, which takes the defaults of Tendermint 0.34. */
export const defaultMempoolLimits: MempoolLimits = {
  count: 5_000,
  bytes: 1 << 30,
  transactionBytes: 1 << 20,
  remembered: 10_000,
};
