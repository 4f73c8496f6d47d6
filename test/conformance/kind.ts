/** One difference between what the code gives and what was recorded. */
export interface Mismatch {
  /** Which record: file position and whatever names it. */
  readonly at: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** Collects the outcome of a conformance run. A record with several differences is one mismatch; all are kept up to a bound. */
export class Reporter {
  /** Differences kept for display; counting goes on beyond it. */
  static readonly maxKept = 20;

  readonly kept: Mismatch[] = [];
  readonly #maxKept: number;
  /** How many records of which kind nothing could be said about. */
  readonly leftOut = new Map<string, number>();
  #checked = 0;
  #mismatches = 0;
  #at = "before the first record";
  #recordFailed = false;

  constructor(maxKept: number = Reporter.maxKept) {
    this.#maxKept = maxKept;
  }

  get checked(): number {
    return this.#checked;
  }

  get mismatches(): number {
    return this.#mismatches;
  }

  /** Begins the next record. */
  record(at: string): void {
    this.#checked++;
    this.#at = at;
    this.#recordFailed = false;
  }

  /** Counts a record that is not checked: it is told, and not passed. */
  leaveOut(kind: string): void {
    this.leftOut.set(kind, (this.leftOut.get(kind) ?? 0) + 1);
  }

  /** Compares by content; byte arrays, bigints and nested values alike. */
  expect(what: string, expected: unknown, found: unknown): void {
    const [want, have] = [show(expected), show(found)];
    if (want === have) return;
    if (!this.#recordFailed) this.#mismatches++;
    this.#recordFailed = true;
    if (this.kept.length < this.#maxKept) {
      this.kept.push({at: this.#at, what, expected: want, found: have});
    }
  }
}

/** What can be said about a run besides its kind and path. */
export interface FileOptions {
  /** Last height of a chain that is replayed; null = all. */
  readonly toHeight: bigint | null;
}

/** A kind that reads a file, or a folder, of its own format. */
export interface FileKind {
  readonly name: string;
  check(path: string, report: Reporter, options: FileOptions): Promise<void>;
}

/** A kind of differential corpus: one JSON record a line. */
export interface CorpusKind {
  readonly name: string;
  check(records: AsyncIterable<unknown>, report: Reporter): Promise<void>;
}

/** A text that is equal for equal values and tells different types apart. */
function show(value: unknown): string {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString("hex")}`;
  if (typeof value === "bigint") return `${value}n`;
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}: ${show(field)}`).join(", ")}}`;
  }
  return JSON.stringify(value);
}
