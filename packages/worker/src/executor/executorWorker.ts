import {toMilliseconds} from "@oasis-node/primitives/clock";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import type {Api} from "@oasis-node/rpc/service";
import type {consensusService, keymanagerService} from "@oasis-node/rpc/services";
import type {RuntimeEvent} from "@oasis-node/runtime/host";
import type {Handlers, HostRequests} from "@oasis-node/runtime/protocol";
import type {RoothashEvent} from "@oasis-node/state-transition/roothash";
import {
  type CommitteeFollower,
  type CommitteeObserver,
  isExecutorBackup,
  isExecutorWorker,
  isTransactionScheduler,
  type Transition,
} from "../committee/index.ts";
import {CommitteeMessage, type Gossip, retryLater, type Verdict} from "../p2p/index.ts";
import type {RoleProvider} from "../registration/index.ts";
import {Tasks} from "../tasks/index.ts";
import {type CheckResults, TransactionIntake} from "../transactionPool/index.ts";
import {Availability} from "./availability.ts";
import {BatchJobs} from "./batchJobs.ts";
import {BatchScheduler} from "./batchScheduler.ts";
import {BatchWeightLimits} from "./batchWeightLimits.ts";
import type {ExecutorDependencies, ExecutorRuntime} from "./dependencies.ts";
import type {ExecutorEffect, ExecutorEvent} from "./events.ts";
import {ExecutorError} from "./executorError.ts";
import {ExecutorMessages} from "./executorMessages.ts";
import type {ExecutorMetrics} from "./executorMetrics.ts";
import {executorHandlers, type HostServices} from "./hostHandlers.ts";
import {JobRunner} from "./jobRunner.ts";
import {notifyRuntime} from "./notifier.ts";
import {pruneVeto, type Round} from "./round.ts";
import {checkTransactions} from "./runtimeCalls.ts";
import {type ExecutorState, initialState, type PhaseKind} from "./state.ts";
import {step} from "./step.ts";

/** Milliseconds that the runtime gets to check transactions. */
const checkTimeoutMs = 15_000;
/** Milliseconds between looks for a group while there is none. */
const noGroupPauseMs = 1000;

export interface ExecutorWorkerOptions extends ExecutorDependencies {
  readonly follower: CommitteeFollower;
  readonly gossip: Gossip;
  readonly consensus: Pick<Api<typeof consensusService>, "watchBlocks">;
  readonly keymanager: Pick<Api<typeof keymanagerService>, "getStatus">;
  /** What the runtime can reach through the node. */
  readonly hostServices: HostServices;
  /** Makes the runtime, which is served by these; not started yet. */
  readonly hostRuntime: (handlers: Handlers<HostRequests>) => ExecutorRuntime;
  readonly roleProvider: RoleProvider;
  /** Transactions in the pool at most. */
  readonly maxPoolSize: number;
  /** Hashes of scheduled transactions to remember. */
  readonly recentCacheSize: number;
  /** Transactions that are checked at once. */
  readonly maxCheckBatch: number;
  readonly metrics?: ExecutorMetrics;
}

/**
 * Executes transactions of one runtime as a member of its executor committee (runtime-workers §4.4). `step` decides; here
 * its effects are carried out, and what happens is told to it.
 */
export class ExecutorWorker implements CommitteeObserver {
  readonly #options: ExecutorWorkerOptions;
  readonly #runtime: ExecutorRuntime;
  readonly #intake: TransactionIntake;
  readonly #limits: BatchWeightLimits;
  readonly #runner: JobRunner;
  readonly #scheduler: BatchScheduler;
  readonly #availability: Availability;
  #state: ExecutorState = initialState;
  #round: Round | null = null;
  #roundController = new AbortController();
  #height: Height = asHeight(0n);
  #tasks: Tasks | null = null;

  constructor(options: ExecutorWorkerOptions) {
    const logger = options.logger.module("worker/executor/committee");
    const dependencies = {...options, logger};
    const {maxPoolSize, recentCacheSize, maxCheckBatch} = options;
    this.#options = dependencies;
    this.#intake = new TransactionIntake({
      maxPoolSize,
      recentCacheSize,
      maxCheckBatch,
      logger,
      check: (inputs, signal) => this.#check(inputs, signal),
    });
    this.#runtime = options.hostRuntime(executorHandlers(options.hostServices, this.#intake.pool));
    this.#limits = new BatchWeightLimits(this.#intake.pool);
    const jobs = new BatchJobs(dependencies, this.#runtime, this.#limits);
    this.#runner = new JobRunner({
      jobs,
      pool: this.#intake.pool,
      logger,
      start: (work) => this.#tasks?.start(work),
      dispatch: (event) => this.#dispatch(event),
    });
    this.#availability = new Availability(dependencies, options.roleProvider);
    this.#scheduler = new BatchScheduler({
      dependencies,
      runtime: this.#runtime,
      intake: this.#intake,
      limits: this.#limits,
      jobs,
      start: (work) => this.#tasks?.start(work),
      situation: {
        waitingRound: () => (this.#state.phase.kind === "waitingForBatch" ? this.#round : null),
        height: () => this.#height,
        dispatch: (event) => this.#dispatch(event),
      },
    });
  }

  get phase(): PhaseKind {
    return this.#state.phase.kind;
  }

  /** Transactions that wait to be scheduled. */
  get poolSize(): number {
    return this.#intake.pool.size;
  }

  /** Works until the signal is aborted; once only. Throws when there is a bug. */
  async run(signal: AbortSignal): Promise<void> {
    const {follower, gossip, history, runtimeId, logger, clock, random} = this.#options;
    const tasks = new Tasks(signal);
    this.#tasks = tasks;
    const leave = [
      gossip.subscribe(runtimeId, this.#messages()),
      this.#runtime.watch((event) => this.#onRuntimeEvent(event)),
      follower.observe(this),
      history.onPrune(pruneVeto(this.#options)),
    ];
    this.#runtime.start();
    tasks.start(() => this.#scheduler.run(tasks.signal));
    tasks.start(() => this.#flush(tasks.signal));
    tasks.start(() =>
      notifyRuntime(
        {
          clock,
          random,
          logger,
          runtime: this.#runtime,
          consensus: this.#options.consensus,
          keymanager: this.#options.keymanager,
          keyManagerId: () => follower.group?.runtime.keyManager ?? null,
        },
        tasks.signal,
      ),
    );
    tasks.hold();
    try {
      await tasks.ended();
    } finally {
      for (const end of leave) end();
      this.#roundController.abort();
      await this.#runtime.stop();
    }
  }

  async onTransition(transition: Transition): Promise<void> {
    const {group, block, kind} = transition;
    const {header} = block;
    if (group !== null && kind === "epoch") this.#limits.useDescriptor(group.runtime);
    const before = this.#roundController;
    this.#roundController = new AbortController();
    this.#round = {transition, signal: this.#signal(this.#roundController)};
    this.#dispatch({
      kind: "block",
      header,
      newEpoch: kind === "epoch" || kind === "suspended",
      duty: {isWorker: isExecutorWorker(group), isBackup: isExecutorBackup(group)},
      isScheduler: isTransactionScheduler(group, header.round),
    });
    before.abort();
    this.#updateAvailability(false);
  }

  async onEvent({executionDiscrepancyDetected}: RoothashEvent): Promise<void> {
    if (executionDiscrepancyDetected === null) return;
    this.#options.logger.warn("execution discrepancy detected");
    this.#options.metrics?.discrepancies.inc();
    this.#dispatch({kind: "discrepancy"});
  }

  async onHeight(height: Height): Promise<void> {
    this.#height = height;
  }

  /** Runs out with everything. */
  #signal(controller: AbortController): AbortSignal {
    const tasks = this.#tasks;
    return tasks === null ? controller.signal : AbortSignal.any([tasks.signal, controller.signal]);
  }

  #messages(): ExecutorMessages {
    return new ExecutorMessages({
      dependencies: this.#options,
      transition: () => this.#round?.transition ?? null,
      onTransaction: (raw) => {
        const queued = this.#intake.submit(raw);
        if (queued === "queued") this.#scheduler.check();
        return queued !== "full";
      },
      onProposal: (proposal) => this.#dispatch(proposal) ?? retryLater("executor: no verdict"),
    });
  }

  /** Takes a step and carries out what it asks for; gives the verdict, if it has one. */
  #dispatch(event: ExecutorEvent): Verdict | null {
    const before = this.#state.phase.kind;
    const [state, effects] = step(this.#state, event);
    this.#state = state;
    const {logger, metrics} = this.#options;
    if (before !== state.phase.kind)
      logger.info("state transition", {current_state: before, new_state: state.phase.kind});
    let verdict: Verdict | null = null;
    for (const effect of effects) {
      if (effect.kind === "verdict") verdict = effect.verdict;
      else this.#perform(effect);
    }
    metrics?.poolSize.set(this.#intake.pool.size);
    return verdict;
  }

  #perform(effect: Exclude<ExecutorEffect, {kind: "verdict"}>): void {
    switch (effect.kind) {
      case "abort":
        this.#options.logger.warn("aborting batch", {reason: effect.reason});
        this.#options.metrics?.abortedBatches.inc();
        this.#runner.abort(effect.job);
        return;
      case "execute":
        if (this.#round !== null) this.#runner.execute(effect.job, this.#round, effect.batch);
        return;
      case "schedule":
        if (this.#round !== null) this.#runner.schedule(effect.job, this.#round, effect.inputs);
        return;
      case "publish":
        this.#publish(effect.proposal);
        return;
      case "commitFailure":
        if (this.#round !== null) this.#runner.commitFailure(this.#round, effect.batch);
        return;
      case "forgetTransactions":
        this.#intake.clear();
        return;
      case "removeTransactions":
        this.#intake.pool.remove(effect.hashes);
        return;
      case "forgetLimits":
        this.#limits.forget();
        return;
      case "trySchedule":
        this.#scheduler.check();
        return;
      case "recheck":
        this.#scheduler.recheck();
        return;
    }
  }

  #publish(proposedBatch: CommitteeMessage["proposedBatch"]): void {
    const {gossip, runtimeId} = this.#options;
    const group = this.#round?.transition.group ?? null;
    if (group === null) return;
    gossip.publish(runtimeId, CommitteeMessage.make({groupVersion: group.version, proposedBatch}));
  }

  async #check(inputs: readonly Uint8Array[], signal: AbortSignal): Promise<CheckResults> {
    const transition = this.#round?.transition ?? null;
    if (transition === null) throw new ExecutorError("noGroup", "no blocks");
    return checkTransactions(this.#runtime, transition, inputs, {signal, timeoutMs: checkTimeoutMs});
  }

  #onRuntimeEvent(event: RuntimeEvent): void {
    this.#availability.onRuntimeEvent(event);
    this.#updateAvailability(true);
    if (event.kind === "started") this.#scheduler.check();
  }

  #updateAvailability(force: boolean): void {
    this.#tasks?.start(() => this.#availability.update(force, this.#tasks?.signal ?? AbortSignal.abort()));
  }

  /** Transactions do not wait longer than the runtime's descriptor says. */
  async #flush(signal: AbortSignal): Promise<void> {
    const {clock, follower} = this.#options;
    while (!signal.aborted) {
      const timeout = follower.group?.runtime.txnScheduler.batchFlushTimeout;
      const waitMs = timeout === undefined ? noGroupPauseMs : toMilliseconds(timeout);
      await clock.sleep(Math.max(waitMs, 1), signal).catch(() => {});
      if (!signal.aborted) this.#scheduler.force();
    }
  }
}
