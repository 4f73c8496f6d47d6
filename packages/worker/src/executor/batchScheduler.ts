import type {Height} from "@oasis-node/primitives/epoch";
import {isExecutorWorker, isTransactionScheduler} from "../committee/index.ts";
import type {TransactionIntake} from "../transactionPool/index.ts";
import type {BatchJobs} from "./batchJobs.ts";
import type {BatchWeightLimits} from "./batchWeightLimits.ts";
import type {ExecutorDependencies, ExecutorRuntime} from "./dependencies.ts";
import type {ExecutorEvent} from "./events.ts";
import {ProposerTimeout} from "./proposerTimeout.ts";
import {lastRound, type Round} from "./round.ts";
import {shouldSchedule} from "./schedulingDecision.ts";
import {Wake} from "./wake.ts";

/** Where the executor stands, as its scheduler needs to know. */
interface SchedulerSituation {
  /** The round in which the executor waits for a batch; null when it does something else. */
  waitingRound(): Round | null;
  /** Latest consensus height. */
  height(): Height;
  dispatch(event: ExecutorEvent): void;
}

export interface BatchSchedulerOptions {
  readonly dependencies: ExecutorDependencies;
  readonly runtime: ExecutorRuntime;
  readonly intake: TransactionIntake;
  readonly limits: BatchWeightLimits;
  readonly jobs: BatchJobs;
  readonly situation: SchedulerSituation;
  /** Runs work beside this, which never fails. */
  readonly start: (work: () => Promise<void>) => void;
}

/** Checks transactions, and has a batch proposed when there should be one (runtime-workers §4.4.3); one thing at a time. */
export class BatchScheduler {
  readonly #options: BatchSchedulerOptions;
  readonly #timeout: ProposerTimeout;
  readonly #wake = new Wake();
  #isForced = false;
  #isCheckDue = false;
  #isRecheckDue = false;

  constructor(options: BatchSchedulerOptions) {
    this.#options = options;
    this.#timeout = new ProposerTimeout(options.dependencies);
  }

  /** Transactions have waited for as long as the runtime lets them. */
  force(): void {
    this.#isForced = true;
    this.#wake.wake();
  }

  /** There may be transactions to check, and to schedule. */
  check(): void {
    this.#isCheckDue = true;
    this.#wake.wake();
  }

  /** What is in the pool is to be checked again. */
  recheck(): void {
    this.#isRecheckDue = true;
    this.#wake.wake();
  }

  /** Works until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#wake.wait(signal);
      if (this.#isForced) {
        this.#isForced = false;
        await this.#logged("not scheduling a batch", this.#attempt(true), signal);
      }
      if (this.#isCheckDue) {
        this.#isCheckDue = false;
        await this.#logged("transaction batch check tx error", this.#check(signal), signal);
        await this.#logged("not scheduling a batch", this.#attempt(false), signal);
      }
      if (this.#isRecheckDue) {
        this.#isRecheckDue = false;
        await this.#logged("transaction batch check tx error", this.#options.intake.recheck(signal), signal);
      }
    }
  }

  async #check(signal: AbortSignal): Promise<void> {
    const {intake} = this.#options;
    await intake.checkWaiting(signal);
    if (intake.waiting > 0) this.check();
  }

  /** One attempt. Throws when something that it needs is not known now. */
  async #attempt(force: boolean): Promise<void> {
    const {dependencies, runtime, limits, situation, jobs, intake} = this.#options;
    const round = situation.waitingRound();
    const group = round?.transition.group ?? null;
    if (round === null || group === null || !isExecutorWorker(group)) return;
    const {transition, signal} = round;
    const {state, results} = await lastRound(dependencies, transition.height, signal);
    await limits.update(runtime, transition, signal).catch((error: unknown) => {
      if (!signal.aborted) dependencies.logger.error("failed updating batch weight limits", {err: error});
    });
    const {info} = runtime;
    if (info === null || situation.waitingRound() !== round) return;
    const currentRound = transition.block.header.round;
    const isScheduler = isTransactionScheduler(group, currentRound);
    const control = isScheduler ? (info.features?.scheduleControl ?? null) : null;
    const batch =
      control === null ? intake.pool.batch(force) : intake.pool.prioritized(null, control.initialBatchSize);
    const isWanted = shouldSchedule({
      batchSize: batch.length,
      force,
      hasMessageResults: (results.messages ?? []).length > 0,
      lastNormalRound: state.lastNormalRound,
      genesisRound: state.genesisBlock?.header.round ?? state.lastNormalRound,
      lastNormalHeight: state.lastNormalHeight,
      groupVersion: group.version,
    });
    if (!isWanted) return;
    if (!isScheduler) {
      this.#askForTimeout(round);
      return;
    }
    const inputs = batch.map(({raw}) => raw);
    if (control !== null) {
      situation.dispatch({kind: "letRuntimeSchedule", round: currentRound, inputs});
      return;
    }
    const own = await jobs.propose(round, {inputs}, signal);
    situation.dispatch({kind: "ownProposal", round: currentRound, ...own});
  }

  #askForTimeout(round: Round): void {
    const {situation, start} = this.#options;
    if (!this.#timeout.isDue(round, situation.height())) return;
    start(() => this.#timeout.request(round, () => situation.waitingRound() === round));
  }

  async #logged(message: string, done: Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await done;
    } catch (error) {
      // Another round has begun meanwhile; it will be tried again in that.
      const isOver = signal.aborted || (error instanceof DOMException && error.name === "AbortError");
      if (!isOver) this.#options.dependencies.logger.error(message, {err: error});
    }
  }
}
