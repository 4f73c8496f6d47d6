/** Numbers that operators watch; all of one runtime. */
export interface ExecutorMetrics {
  readonly discrepancies: {inc(): void};
  readonly abortedBatches: {inc(): void};
  /** Transactions that wait to be scheduled. */
  readonly poolSize: {set(value: number): void};
}
