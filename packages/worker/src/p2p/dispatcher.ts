import {Backoff} from "@oasis-node/consensus/submission";
import {CborError, decode} from "@oasis-node/primitives/cbor";
import {type Surroundings, Tasks} from "../tasks/index.ts";
import type {MessageHandler, MessageSource} from "./gossip.ts";
import {CommitteeMessage} from "./message.ts";
import {unhandled, type Verdict} from "./verdict.ts";

/** Milliseconds that handlers get for one message. */
export const handlingTimeoutMs = 10_000;
/** Messages that are tried again at the same time; further ones are given up. The reference's comparison lets one more in. */
export const maxRetryWorkers = 11;
/** Tries of a message after those that follow the first failure. */
export const maxRetries = 5;

/** Hands messages of a topic to its handlers and says whether they are to be relayed (runtime-workers §4.3). */
export class Dispatcher {
  readonly #surroundings: Surroundings;
  readonly #tasks: Tasks;
  readonly #handlers = new Set<MessageHandler>();
  #retrying = 0;

  /** Stops trying again when the signal is aborted. */
  constructor(surroundings: Surroundings, signal: AbortSignal) {
    this.#surroundings = surroundings;
    this.#tasks = new Tasks(signal);
  }

  get handlers(): number {
    return this.#handlers.size;
  }

  add(handler: MessageHandler): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** Takes a message from the network; true when it is to be relayed. */
  async receive(bytes: Uint8Array, from: MessageSource): Promise<boolean> {
    const message = decoded(bytes);
    if (message === null) {
      this.#surroundings.logger.error("error while parsing message from peer");
      return false;
    }
    const verdict = await this.#dispatch(message, from);
    if (verdict.kind === "accepted") return true;
    if (verdict.kind === "refused") {
      this.#surroundings.logger.debug("failed to dispatch message in-line, not retrying", {
        err: verdict.reason,
      });
      return verdict.relay;
    }
    this.#retry(message, from);
    return true;
  }

  /** Resolves when nothing is tried again any more. */
  ended(): Promise<void> {
    return this.#tasks.ended();
  }

  async #dispatch(message: CommitteeMessage, from: MessageSource): Promise<Verdict> {
    if (!from.isOwn) {
      for (const handler of this.#handlers) {
        const verdict = handler.authenticate(from.author, message);
        if (verdict.kind !== "accepted") return verdict;
      }
    }
    const done = new AbortController();
    const signal = this.#withTimeout(done.signal);
    let outcome = unhandled;
    for (const handler of this.#handlers) {
      outcome = together(outcome, await handler.handle(message, from, signal));
    }
    done.abort();
    return outcome;
  }

  /** A signal that is aborted when handlers have had their time, unless they were done before. */
  #withTimeout(done: AbortSignal): AbortSignal {
    const timeout = new AbortController();
    this.#surroundings.clock.sleep(handlingTimeoutMs, done).then(
      () => timeout.abort(),
      () => {},
    );
    return AbortSignal.any([this.#tasks.signal, timeout.signal]);
  }

  #retry(message: CommitteeMessage, from: MessageSource): void {
    if (this.#retrying >= maxRetryWorkers) {
      this.#surroundings.logger.error("failed to enqueue message for retry, queue full");
      return;
    }
    this.#retrying++;
    this.#tasks.start(async () => {
      try {
        await this.#retryUntilSettled(message, from);
      } finally {
        this.#retrying--;
      }
    });
  }

  async #retryUntilSettled(message: CommitteeMessage, from: MessageSource): Promise<void> {
    const {clock, random, logger} = this.#surroundings;
    const backoff = new Backoff(random);
    for (let tries = 0; ; tries++) {
      const verdict = await this.#dispatch(message, from);
      if (verdict.kind === "accepted") return;
      if (verdict.kind === "refused" || tries === maxRetries) {
        logger.debug("failed to re-dispatch message, not retrying", {verdict: verdict.kind});
        return;
      }
      await clock.sleep(backoff.next(0) ?? 0, this.#tasks.signal);
    }
  }
}

/** The verdict of several handlers: the last failure, if one of them failed. */
function together(before: Verdict, verdict: Verdict): Verdict {
  if (verdict.kind === "unhandled") return before;
  return verdict.kind === "accepted" && before.kind !== "unhandled" ? before : verdict;
}

function decoded(bytes: Uint8Array): CommitteeMessage | null {
  try {
    return decode(CommitteeMessage, bytes);
  } catch (error) {
    if (error instanceof CborError) return null;
    throw error;
  }
}
