import type {Reporter} from "../kind.ts";

/** Tells every few seconds on standard error how far a long run is. */
export class Progress {
  static readonly #interval = 3000;

  readonly #report: Reporter;
  readonly #start = performance.now();
  #next = Progress.#interval;

  constructor(report: Reporter) {
    this.#report = report;
  }

  at(height: bigint): void {
    const elapsed = performance.now() - this.#start;
    if (elapsed < this.#next) return;
    this.#next = elapsed + Progress.#interval;
    const {checked, mismatches} = this.#report;
    const seconds = Math.round(elapsed / 1000);
    process.stderr.write(`height ${height}: ${checked} checked, ${mismatches} mismatches, ${seconds} s\n`);
  }
}
