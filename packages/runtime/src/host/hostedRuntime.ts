import {toHex} from "@oasis-node/primitives/bytes";
import {toMilliseconds} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {type Version, versionToText} from "@oasis-node/primitives/version";
import {
  type AnswerTo,
  type BodyType,
  type BodyValue,
  type CallOptions,
  RhpError,
  type RuntimeInfo,
  type RuntimeRequests,
} from "../protocol/index.ts";
import {backOffMs} from "./backOff.ts";
import type {RuntimeEvent} from "./events.ts";
import {type LifecycleEffect, type LifecycleEvent, type LifecycleState, step} from "./lifecycle.ts";
import {type Running, type RuntimeParts, startRuntime} from "./startRuntime.ts";

/** Longest that a runtime may take to give up what it does, in milliseconds (runtime-workers §1.3). */
export const abortTimeoutMs = 1000;

/** Longest that the end of a process may come after that of its connection, in milliseconds. */
const exitGraceMs = 100;

export interface HostedRuntimeOptions extends RuntimeParts {
  /** From 0 to 1, for pauses that differ. */
  readonly random: () => number;
}

interface Waiter {
  readonly resolve: (running: Running) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One runtime of this node, kept running from `start` to `stop` (runtime-workers §2.5): started again when it ends, with
 * growing pauses when it does not come up. Each consumer has its own.
 */
export class HostedRuntime {
  readonly #options: HostedRuntimeOptions;
  readonly #logger: Logger;
  readonly #listeners = new Set<(event: RuntimeEvent) => void>();
  readonly #waiters = new Set<Waiter>();
  readonly #finished = Promise.withResolvers<void>();
  #state: LifecycleState = {kind: "idle"};
  #running: Running | null = null;
  /** Aborted to give up a start or a pause. */
  #pending = new AbortController();
  #aborts: (() => void)[] = [];

  constructor(options: HostedRuntimeOptions) {
    this.#options = options;
    this.#logger = options.logger.with({runtime_id: toHex(options.runtimeId)});
  }

  get runtimeId(): Namespace {
    return this.#options.runtimeId;
  }

  get state(): LifecycleState["kind"] {
    return this.#state.kind;
  }

  /** What the runtime said about itself; null while it does not run. */
  get info(): RuntimeInfo | null {
    return this.#running?.info ?? null;
  }

  /** Calls the listener with all that happens from now on; returns what ends that. */
  watch(listener: (event: RuntimeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts the runtime, and again whenever it ends. A second time changes nothing. */
  start(): void {
    this.#dispatch({kind: "start"});
  }

  /** Ends the runtime; resolves when nothing is left of it. */
  stop(): Promise<void> {
    this.#dispatch({kind: "stop"});
    return this.#finished.promise;
  }

  /**
   * Makes the runtime give up what it does: by request, and when that fails within its time or `force` is set by ending it
   * and starting it again. Resolves when it has given up or is gone.
   */
  abort(force = false): Promise<void> {
    const {promise, resolve} = Promise.withResolvers<void>();
    this.#aborts.push(resolve);
    this.#dispatch({kind: "abort", force});
    return promise;
  }

  /**
   * Asks the runtime, and waits for it while it does not run: give a signal or a time. Rejects as `Connection.call` does;
   * a request that the runtime died of is not sent again.
   */
  async call<K extends keyof RuntimeRequests & BodyType>(
    type: K,
    value: BodyValue<K>,
    options: CallOptions = {},
  ): Promise<AnswerTo<RuntimeRequests, K>> {
    const running = this.#running;
    // A connection that has ended belongs to a runtime that is about to be started again.
    const isThere = running !== null && running.connection.phase !== "closed";
    const {connection} = isThere ? running : await this.#waitUntilRunning(options);
    return connection.call(type, value, options);
  }

  /** Waits for a runtime that answers; rejects when it is stopped, in time, or with the signal's reason. */
  async #waitUntilRunning({signal, timeoutMs}: CallOptions): Promise<Running> {
    signal?.throwIfAborted();
    if (this.#state.kind === "stopped") throw new RhpError("closed", "rhp: runtime is stopped");
    const done = new AbortController();
    const {promise, resolve, reject} = Promise.withResolvers<Running>();
    const waiter = {resolve, reject};
    this.#waiters.add(waiter);
    signal?.addEventListener("abort", () => reject(signal.reason), {once: true, signal: done.signal});
    if (timeoutMs !== undefined) {
      const late = () => reject(new RhpError("timeout", `rhp: runtime is not ready within ${timeoutMs} ms`));
      this.#options.clock.sleep(timeoutMs, done.signal).then(late, () => {});
    }
    try {
      return await promise;
    } finally {
      done.abort();
      this.#waiters.delete(waiter);
    }
  }

  #dispatch(event: LifecycleEvent): void {
    const [state, effects] = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: LifecycleEffect): void {
    switch (effect.kind) {
      case "spawn":
        this.#pending = new AbortController();
        void this.#spawn(effect.attempt, this.#pending.signal);
        return;
      case "wait":
        this.#pending = new AbortController();
        void this.#wait(effect.attempt, this.#pending.signal);
        return;
      case "cancelSpawn":
      case "cancelWait":
        this.#pending.abort(new RhpError("closed", "rhp: runtime is stopped"));
        return;
      case "sendAbort":
        void this.#sendAbort();
        return;
      case "kill":
        void this.#kill();
        return;
      case "tellStarted":
        this.#tellStarted();
        return;
      case "tellFailed":
        this.#logger.error("failed to start runtime", {err: effect.error});
        this.#tell({kind: "failedToStart", error: effect.error});
        return;
      case "tellStopped":
        this.#tell({kind: "stopped"});
        return;
      case "answerAborts":
        for (const resolve of this.#aborts.splice(0)) resolve();
        return;
      case "finish":
        for (const {reject} of this.#waiters) reject(new RhpError("closed", "rhp: runtime is stopped"));
        this.#finished.resolve();
    }
  }

  /** Never rejects. */
  async #spawn(attempt: number, signal: AbortSignal): Promise<void> {
    this.#logger.info("starting runtime", {attempt});
    try {
      const running: Running = await startRuntime(
        {...this.#options, logger: this.#logger},
        (connection, capabilityTee) => {
          if (this.#running?.connection === connection) this.#tell({kind: "updated", capabilityTee});
        },
        signal,
      );
      this.#running = running;
      this.#follow(running);
      this.#dispatch({kind: "started"});
    } catch (error) {
      this.#dispatch({kind: "failed", error});
    }
  }

  /** Tells once when the process or the connection has come to its end. */
  #follow(running: Running): void {
    const lost = (reason: string): void => {
      if (this.#running !== running) return;
      const ranMs = toMilliseconds(this.#options.clock.now() - running.since);
      if (this.#state.kind === "running") this.#logger.error("runtime has ended unexpectedly", {reason});
      this.#dispatch({kind: "lost", ranMs, reason});
    };
    const {started, connection} = running;
    void started.exited.then(lost);
    // A process that ends takes its connection along; how it ended tells more.
    void connection.closed.then(async ({message}) => {
      const later = this.#options.clock.sleep(exitGraceMs).then(() => message);
      lost(await Promise.race([started.exited, later]));
    });
  }

  /** Never rejects. */
  async #wait(attempt: number, signal: AbortSignal): Promise<void> {
    const {clock, random} = this.#options;
    try {
      await clock.sleep(backOffMs(attempt, random()), signal);
    } catch {
      return;
    }
    this.#dispatch({kind: "timer"});
  }

  /** Never rejects. */
  async #sendAbort(): Promise<void> {
    this.#logger.warn("interrupting runtime");
    let succeeded = false;
    try {
      await this.#running?.connection.call("RuntimeAbortRequest", {}, {timeoutMs: abortTimeoutMs});
      succeeded = true;
    } catch (error) {
      this.#logger.warn("runtime does not let itself be interrupted, restarting it", {err: error});
    }
    this.#dispatch({kind: "abortAnswered", succeeded});
  }

  /** Never rejects. */
  async #kill(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    running?.connection.close();
    await running?.started.kill();
    this.#dispatch({kind: "gone"});
  }

  #tellStarted(): void {
    const running = this.#running;
    if (running === null) return;
    const version: Version = running.info.runtimeVersion;
    this.#logger.info("runtime started", {version: versionToText(version), pid: running.started.pid});
    for (const {resolve} of this.#waiters) resolve(running);
    this.#tell({kind: "started", version, capabilityTee: running.capabilityTee});
  }

  #tell(event: RuntimeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
