import {asRound, type Round} from "@oasis-node/primitives/epoch";
import type {Runtime} from "@oasis-node/state-transition/registry";
import type {Transition} from "../committee/index.ts";
import {
  limitsWithDescriptor,
  reportedLimits,
  type TransactionPool,
  type Weights,
} from "../transactionPool/index.ts";
import type {ExecutorRuntime} from "./dependencies.ts";
import {queryWeightLimits} from "./runtimeCalls.ts";

/** What a batch may hold: by the descriptor, and by what the runtime reported for the round (runtime-workers §4.4.2). */
export class BatchWeightLimits {
  readonly #pool: TransactionPool;
  #limits: Weights = new Map();
  /** Round after whose block the runtime's report holds. */
  #reportedFor: Round | null = null;

  constructor(pool: TransactionPool) {
    this.#pool = pool;
  }

  useDescriptor(runtime: Runtime): void {
    this.#set(limitsWithDescriptor(this.#limits, runtime));
  }

  /** The runtime has reported limits for what follows the block of that round. */
  report(reported: Weights | null, round: Round): void {
    this.#reportedFor = round;
    this.#set(reportedLimits(this.#limits, reported));
  }

  /** What was reported may not hold: the batch it came with is not part of the chain. */
  forget(): void {
    this.#reportedFor = null;
  }

  /** Asks the runtime unless it has reported already. */
  async update(runtime: ExecutorRuntime, transition: Transition, signal: AbortSignal): Promise<void> {
    const {round} = transition.block.header;
    if (this.#reportedFor !== null && this.#reportedFor >= round) return;
    this.report(await queryWeightLimits(runtime, transition, signal), asRound(round));
  }

  #set(limits: Weights): void {
    this.#limits = limits;
    this.#pool.setBatchLimits(limits);
  }
}
