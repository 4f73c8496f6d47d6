import type {EngineEnd} from "@oasis-node/consensus/engine";
import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {Lifecycle} from "../lifecycle/index.ts";
import {endOf, type NodeEnd} from "./nodeEnd.ts";

export interface EndingOptions {
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly clock: Clock;
  /** A number from 0 to 1, at random. */
  readonly chance: () => number;
  /** Nanoseconds to wait on average before stopping for an upgrade. */
  readonly stopDelay: bigint;
}

/** A node that stops for an upgrade waits at least so long, in milliseconds (cli-config-grpc §7.6). */
const leastStopDelay = 5000;

/** Takes the node down, once, for the first reason that comes. */
export class Ending {
  readonly #options: EndingOptions;
  readonly #ended = Promise.withResolvers<NodeEnd>();
  /** What has to be done before anything goes down. */
  readonly #duties: Promise<void>[] = [];
  readonly #chainEnded = new AbortController();
  /** Aborted when there is no chain to work on any more. */
  readonly working: AbortSignal;
  #isEnding = false;

  constructor(options: EndingOptions) {
    this.#options = options;
    this.working = AbortSignal.any([options.lifecycle.signal, this.#chainEnded.signal]);
  }

  /** Settles, never rejects, when everything is down. */
  get ended(): Promise<NodeEnd> {
    return this.#ended.promise;
  }

  /** Work that is finished before the node goes down; it must not reject. */
  hold(duty: Promise<void>): void {
    this.#duties.push(duty);
  }

  /** Takes the node down. Later calls change nothing. */
  finish(end: NodeEnd): Promise<NodeEnd> {
    if (!this.#isEnding) {
      this.#isEnding = true;
      this.#goDown(end).then(() => this.#ended.resolve(end));
    }
    return this.ended;
  }

  /** The engine has ended, which ends the node. */
  async engineEnded(end: EngineEnd): Promise<void> {
    this.#chainEnded.abort(end.kind === "failed" ? end.error : undefined);
    if (end.kind === "stopped") return;
    const outcome = endOf(end.error);
    if (outcome.kind === "halted") await this.#tellHalt(outcome.error);
    else {
      const {logger} = this.#options;
      logger.error("tendermint: unexpected termination detected, consensus failure?", {err: end.error});
    }
    await this.finish(outcome);
  }

  /** Others get the time to read what they need before the node is gone, and nodes of a network do not vanish all at once. */
  async #tellHalt(err: Error): Promise<void> {
    const {logger, clock, lifecycle, stopDelay, chance} = this.#options;
    const mean = toMilliseconds(stopDelay);
    const delay = Math.max(leastStopDelay, mean * (0.5 + chance()));
    logger.warn("the chain has halted by plan, the node will stop", {err, delay_ms: Math.round(delay)});
    await clock.sleep(delay, lifecycle.signal).catch(() => undefined);
  }

  async #goDown(end: NodeEnd): Promise<void> {
    await Promise.all(this.#duties);
    const reason = end.kind === "stopped" ? new DOMException("the node stops", "AbortError") : end.error;
    await this.#options.lifecycle.stop(reason instanceof Error ? reason : new Error(String(reason)));
  }
}
