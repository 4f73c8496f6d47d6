/** One thing to measure, and beside it, in the same run, a peer that does the same. */
export interface BenchCase {
  readonly name: string;
  /** The figure to meet, as text for the table: "≥ 400 k/s", "≤ 80 µs". */
  readonly bar?: string;
  /** What one operation is; "op" when left out. */
  readonly unit?: string;
  /** Operations done by one call of `run`; 1 when left out. */
  readonly opsPerRun?: number;
  /** Exactly this many calls of `run`, for long cases; otherwise as many as fit into the time given. */
  readonly runs?: number;
  readonly setup?: () => void | Promise<void>;
  readonly run: () => void | Promise<void>;
  readonly teardown?: () => void | Promise<void>;
  readonly peer?: {
    readonly name: string;
    readonly run: () => void | Promise<void>;
    readonly opsPerRun?: number;
  };
}

/** What came of measuring a whole program. */
export interface Figure {
  /** Stable name, for programs. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The bar, where there is one. */
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A scenario with figures of its own. */
interface Scenario {
  readonly name: string;
  readonly measure: () => Promise<readonly Figure[]>;
}

export interface BenchSuite {
  readonly name: string;
  readonly cases?: readonly BenchCase[];
  readonly scenarios?: readonly Scenario[];
}
