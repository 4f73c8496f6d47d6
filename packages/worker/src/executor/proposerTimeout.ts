import {asHeight, type Height, type Round as RoundNumber} from "@oasis-node/primitives/epoch";
import {roothashMethods} from "@oasis-node/state-transition/roothash";
import type {ExecutorDependencies} from "./dependencies.ts";
import type {Round} from "./round.ts";

/** Milliseconds that the scheduler still gets: it may have heard of the transactions just now. */
const delayMs = 2000;

/** Has consensus skip a scheduler that does not propose (runtime-workers §4.4.3). One request at a time for each round. */
export class ProposerTimeout {
  readonly #dependencies: ExecutorDependencies;
  #requested: RoundNumber | null = null;

  constructor(dependencies: ExecutorDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether it is time to request it, at this consensus height. */
  isDue({transition}: Round, height: Height): boolean {
    const {block, group} = transition;
    if (group === null || this.#requested === block.header.round) return false;
    return height >= asHeight(transition.height + group.runtime.txnScheduler.proposeBatchTimeout);
  }

  /** Requests it, unless `isWaiting` is false a little later. Never rejects. */
  async request({transition, signal}: Round, isWaiting: () => boolean): Promise<void> {
    const {clock, signer, submitter, runtimeId, logger} = this.#dependencies;
    const {round} = transition.block.header;
    this.#requested = round;
    try {
      await clock.sleep(delayMs, signal);
      if (!isWaiting()) return;
      const method = roothashMethods["roothash.ExecutorProposerTimeout"];
      await submitter.signAndSubmit({signer, method, body: {id: runtimeId, round}}, signal);
      logger.info("executor timeout request finalized", {round});
    } catch (error) {
      if (signal.aborted) return;
      logger.error("failed to submit executor timeout request", {err: error, round});
      if (this.#requested === round) this.#requested = null;
    }
  }
}
