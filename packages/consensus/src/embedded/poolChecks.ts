import type {Application, CheckResult} from "@oasis-node/state-transition/application";
import {EngineError} from "../engine/index.ts";
import type {Mempool} from "../mempool/index.ts";
import type {Pacer} from "./pacer.ts";
import type {Arrival, TransactionIntake} from "./transactionIntake.ts";

/** Milliseconds of checks after which those who passed get their block before others are checked. */
const longestRun = 60;

export interface PoolChecksOptions {
  readonly application: Application;
  readonly mempool: Mempool;
  readonly intake: TransactionIntake;
  readonly pacer: Pacer;
  /** Gas of a block; negative for no limit. */
  readonly maxGas: bigint;
  /** Told of a transaction that a later check refused. */
  readonly onDropped: (hash: string, check: CheckResult) => void;
}

/** Checks transactions by the application's check state, in order of arrival. Throws `HaltError`. */
export class PoolChecks {
  readonly #options: PoolChecksOptions;

  constructor(options: PoolChecksOptions) {
    this.#options = options;
  }

  /** Checks what has arrived, for a while. */
  async checkArrivals(): Promise<void> {
    const {intake, pacer} = this.#options;
    const end = performance.now() + longestRun;
    while (intake.hasReady && performance.now() < end) {
      const arrival = intake.shift();
      if (arrival !== undefined) this.#check(arrival);
      if (pacer.isDue) await pacer.pause();
    }
  }

  /** After a block: checks by the new state what was left over, and drops what is refused now. */
  async checkAgain(): Promise<void> {
    const {application, mempool, pacer, onDropped} = this.#options;
    if (mempool.size === 0) return;
    for (const transaction of mempool.arrivals()) {
      const check = application.checkTx(transaction.raw);
      if (check.code !== 0) {
        mempool.drop(transaction);
        onDropped(transaction.hash, check);
      }
      if (pacer.isDue) await pacer.pause();
    }
  }

  #check({raw, hash, transaction, outcome}: Arrival): void {
    const {application, mempool, maxGas} = this.#options;
    try {
      const check = application.checkTx(raw);
      const {code, gasWanted} = check;
      const isTooMuch = maxGas >= 0n && gasWanted > maxGas;
      if (code !== 0 || isTooMuch || transaction === null) mempool.release(hash, raw.length);
      else mempool.add({...transaction.pending, gasWanted});
      if (code === 0 && isTooMuch) {
        const details = {gasWanted, maxGas};
        throw new EngineError("oversized", `gas ${gasWanted} is more than a block has`, {details});
      }
      outcome.resolve(check);
    } catch (error) {
      outcome.reject(error);
      if (!(error instanceof EngineError)) throw error;
    }
  }
}
