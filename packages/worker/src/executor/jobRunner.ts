import type {Logger} from "@oasis-node/primitives/log";
import type {ComputeBody} from "@oasis-node/state-transition/roothash";
import type {Group} from "../committee/index.ts";
import type {TransactionPool} from "../transactionPool/index.ts";
import type {ProposedInputs} from "./batch.ts";
import {type BatchJobs, type Executed, executedHashes} from "./batchJobs.ts";
import {failureBody} from "./computeBody.ts";
import type {ExecutorEvent} from "./events.ts";
import {ExecutorError} from "./executorError.ts";
import type {Round} from "./round.ts";

export interface JobRunnerOptions {
  readonly jobs: BatchJobs;
  readonly pool: Pick<TransactionPool, "remove">;
  readonly logger: Logger;
  /** Runs work beside everything else, which never fails. */
  readonly start: (work: () => Promise<void>) => void;
  readonly dispatch: (event: ExecutorEvent) => void;
}

interface Job {
  readonly id: number;
  readonly round: Round;
  readonly group: Group;
  readonly signal: AbortSignal;
}

/** Runs jobs of the executor, each known by a number, and tells what comes of them. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #running = new Map<number, AbortController>();

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Executes a batch and commits to the results. */
  execute(id: number, round: Round, batch: ProposedInputs): void {
    this.#run(
      id,
      round,
      () => "failed",
      async (job) => {
        const executed = await this.#options.jobs.execute(round, job.group, batch, job.signal);
        return this.#commit(job, batch, executed);
      },
    );
  }

  /** Has the runtime choose a batch, proposes it, and commits to the results. */
  schedule(id: number, round: Round, inputs: readonly Uint8Array[]): void {
    const {jobs, pool, dispatch} = this.#options;
    let failure: "notScheduled" | "failed" = "notScheduled";
    this.#run(
      id,
      round,
      () => failure,
      async (job) => {
        const response = await jobs.schedule(round, inputs, job.signal);
        pool.remove(response.txRejectHashes ?? []);
        const own = await jobs.propose(round, {chosen: response}, job.signal);
        job.signal.throwIfAborted();
        dispatch({kind: "scheduled", job: id, ...own});
        failure = "failed";
        return this.#commit(job, own.batch, {inputs: [], response});
      },
    );
  }

  abort(id: number): void {
    this.#running.get(id)?.abort();
  }

  /** Tells consensus that the node has no results. */
  commitFailure(round: Round, batch: ProposedInputs): void {
    this.#options.start(async () => {
      try {
        await this.#submit(failureBody(batch, round.transition.block.header, "unknown"), round);
      } catch (error) {
        this.#tell("failed to sign the commitment", error, round.signal);
      }
    });
  }

  #run(
    id: number,
    round: Round,
    failure: () => "failed" | "notScheduled",
    work: (job: Job) => Promise<ExecutorEvent>,
  ): void {
    const {start, dispatch} = this.#options;
    const controller = new AbortController();
    const signal = AbortSignal.any([round.signal, controller.signal]);
    this.#running.set(id, controller);
    start(async () => {
      try {
        const event = await work({id, round, group: groupOf(round), signal});
        dispatch(event);
      } catch (error) {
        this.#tell("worker has aborted batch processing", error, signal);
        dispatch({kind: failure(), job: id});
      } finally {
        this.#running.delete(id);
      }
    });
  }

  async #commit(
    {id, round, group, signal}: Job,
    batch: ProposedInputs,
    {inputs, response}: Executed,
  ): Promise<ExecutorEvent> {
    const {body, results} = await this.#options.jobs.store(round, group, batch, response, signal);
    await this.#submit(body, round, signal);
    if (results === null) return {kind: "notCommitted", job: id};
    return {
      kind: "committed",
      job: id,
      ioRoot: results.ioRoot,
      hashes: executedHashes(inputs, response),
    };
  }

  /** Signs what is committed to, and submits it beside everything else, until the next block. */
  async #submit(body: ComputeBody, {signal}: Round, signing: AbortSignal = signal): Promise<void> {
    const {jobs, logger, start} = this.#options;
    const submit = await jobs.sign(body);
    signing.throwIfAborted();
    start(async () => {
      try {
        await submit(signal);
        logger.info("executor commit finalized");
      } catch (error) {
        this.#tell("failed to submit executor commit", error, signal);
      }
    });
  }

  /** What fails because the round is over does not matter. */
  #tell(message: string, error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) this.#options.logger.error(message, {err: error});
  }
}

function groupOf({transition: {group}}: Round): Group {
  if (group === null) throw new ExecutorError("noGroup", "no active epoch");
  return group;
}
