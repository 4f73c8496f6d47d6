import {Backoff, type OwnTransaction} from "@oasis-node/consensus/submission";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {type BeaconParameters, beaconBackends, beaconMethods} from "@oasis-node/state-transition/beacon";
import type {NodeIdentity} from "../identity/index.ts";
import {type ServiceStore, StoredValue} from "../store/index.ts";
import {follow, pause, type Surroundings, Tasks} from "../tasks/index.ts";
import {RoundRecord} from "./roundRecord.ts";
import {hasArrived, isWanted, type RoundNote, type RoundSubmission, roundStep} from "./roundStep.ts";
import {type BeaconChain, RoundWatch} from "./roundWatch.ts";

/** Service in the node's persistent store, and its key for the running round (cli-config-grpc §2.1). */
export const beaconStoreName = "worker/beacon";
const roundKey = "pvss round state";

export interface BeaconWorkerOptions extends Surroundings {
  readonly chain: BeaconChain;
  readonly identity: NodeIdentity;
  readonly store: ServiceStore;
  /** Resolves when the consensus layer has caught up. */
  readonly synced: (signal: AbortSignal) => Promise<void>;
  /** Submits transactions of the node, as `TransactionSubmitter` does. */
  readonly submitter: {
    signAndSubmit<T>(transaction: OwnTransaction<T>, signal: AbortSignal): Promise<void>;
  };
}

/**
 * Takes part in the PVSS beacon whenever the chain chooses the node (runtime-workers §4.9); idle with another backend.
 * What a round asks for is decided by `roundStep`; here it is stored and submitted.
 */
export class BeaconWorker {
  readonly #options: BeaconWorkerOptions;
  readonly #surroundings: Surroundings;
  readonly #record: StoredValue<RoundRecord>;
  #current: RoundRecord | null = null;
  /** Ends what is offered to the chain; null when nothing is. */
  #offer: AbortController | null = null;

  constructor(options: BeaconWorkerOptions) {
    const {clock, random, logger, store} = options;
    this.#options = options;
    this.#surroundings = {clock, random, logger: logger.module("worker/beacon")};
    this.#record = new StoredValue(store, roundKey, RoundRecord);
  }

  /** Works until the signal is aborted; once only. Throws when the store fails. */
  async run(signal: AbortSignal): Promise<void> {
    const tasks = new Tasks(signal);
    tasks.start(async () => {
      await this.#options.synced(tasks.signal);
      const parameters = await this.#parameters(tasks.signal);
      if (parameters?.backend !== beaconBackends.pvss) return;
      await this.#restore();
      await this.#follow(new RoundWatch(this.#options.chain, parameters.debugMockBackend), tasks);
    });
    await tasks.ended();
  }

  /** Asked until there is an answer; null when the worker is to end. */
  async #parameters(signal: AbortSignal): Promise<BeaconParameters | null> {
    const {clock, random, logger} = this.#surroundings;
    const backoff = new Backoff(random);
    while (!signal.aborted) {
      try {
        return await this.#options.chain.beacon.consensusParameters(latestHeight, {signal});
      } catch (error) {
        if (!signal.aborted) logger.error("failed to query beacon parameters", {err: error});
      }
      await pause(backoff, clock, signal);
    }
    return null;
  }

  async #restore(): Promise<void> {
    try {
      this.#current = await this.#record.get();
    } catch (error) {
      // A commit that is made anew does no harm: one that has arrived is never followed by another.
      this.#surroundings.logger.error("restore: failed to get persisted state", {err: error});
    }
  }

  async #follow(watch: RoundWatch, tasks: Tasks): Promise<void> {
    const {consensus} = this.#options.chain;
    const {signal} = tasks;
    await follow(
      {
        name: "blocks",
        open: (options) => consensus.watchBlocks(undefined, options),
        onItem: async ({height}) => {
          if (watch.isDue(height)) await this.#look(watch, tasks);
        },
        signal,
      },
      this.#surroundings,
    );
  }

  /** Looks at the round, and takes the step that it asks for. */
  async #look(watch: RoundWatch, tasks: Tasks): Promise<void> {
    const {identity} = this.#options;
    const {logger, random} = this.#surroundings;
    const view = await watch.change(tasks.signal).catch((error: unknown) => {
      if (!tasks.signal.aborted) logger.error("failed to query PVSS state", {err: error});
      return null;
    });
    if (view === null) return;
    this.#offer?.abort();
    this.#offer = null;
    if (view === "none") {
      await this.#persist(null);
      return;
    }
    const {epoch, round, state, height} = view.state;
    logger.debug("beacon event", {height, epoch, round, state});
    const self = {id: identity.nodeSigner.publicKey, scalar: identity.beaconScalar, random};
    const step = roundStep(this.#current, view, self);
    this.#tell(step.note);
    await this.#persist(step.record);
    if (step.submit !== null) this.#submit(step.submit, tasks);
  }

  async #persist(record: RoundRecord | null): Promise<void> {
    const before = this.#current;
    this.#current = record;
    if (record === before) return;
    await (record === null ? this.#record.delete() : this.#record.put(record));
  }

  #submit(submission: RoundSubmission, tasks: Tasks): void {
    const offer = new AbortController();
    this.#offer = offer;
    const signal = AbortSignal.any([tasks.signal, offer.signal]);
    tasks.start(() => this.#offerUntilTaken(submission, signal));
  }

  /** Offers a transaction until it is in a block, or the round wants it no more. */
  async #offerUntilTaken(submission: RoundSubmission, signal: AbortSignal): Promise<void> {
    const {chain, identity} = this.#options;
    const {clock, random, logger} = this.#surroundings;
    const backoff = new Backoff(random);
    while (!signal.aborted) {
      try {
        const state = await chain.beacon.getPVSSState(latestHeight, {signal});
        if (state === null || !isWanted(submission, state)) return;
        // The reference does not look, and is punished when it submits a commit again whose block it has not seen.
        if (hasArrived(state, identity.nodeSigner.publicKey)) return;
        await this.#sendOnce(submission, signal);
        logger.debug("tx submitted", {kind: submission.kind});
        return;
      } catch (error) {
        if (!signal.aborted) logger.debug("tx submit failed, retrying", {err: error, kind: submission.kind});
      }
      await pause(backoff, clock, signal);
    }
  }

  #sendOnce(submission: RoundSubmission, signal: AbortSignal): Promise<void> {
    const {submitter, identity} = this.#options;
    const signer = identity.nodeSigner;
    if (submission.kind === "commit") {
      const method = beaconMethods["beacon.PVSSCommit"];
      return submitter.signAndSubmit({signer, method, body: submission.body}, signal);
    }
    const method = beaconMethods["beacon.PVSSReveal"];
    return submitter.signAndSubmit({signer, method, body: submission.body}, signal);
  }

  #tell(note: RoundNote | null): void {
    if (note !== null) this.#surroundings.logger[note.level](note.message, note.fields);
  }
}
