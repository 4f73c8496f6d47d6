import {latestHeight} from "@oasis-node/primitives/epoch";
import type {Version} from "@oasis-node/primitives/version";
import type {RuntimeEvent} from "@oasis-node/runtime/host";
import type {CapabilityTee} from "@oasis-node/state-transition/node";
import {type RoleProvider, withRuntime} from "../registration/index.ts";
import type {ExecutorDependencies} from "./dependencies.ts";
import {lastRound} from "./round.ts";

/** What the node's descriptor tells of a runtime that runs. */
interface Running {
  readonly version: Version;
  readonly capabilityTee: CapabilityTee | null;
}

/**
 * Whether the node offers itself as an executor: its runtime runs, and the results of the last normal round are known,
 * without which no round can be computed (runtime-workers §4.4.5).
 */
export class Availability {
  readonly #dependencies: ExecutorDependencies;
  readonly #provider: RoleProvider;
  #running: Running | null = null;
  #isUpdating = false;
  #isDue = false;
  #isForced = false;
  #failsToStart = false;

  constructor(dependencies: ExecutorDependencies, provider: RoleProvider) {
    this.#dependencies = dependencies;
    this.#provider = provider;
  }

  /** Takes notice of what has happened to the runtime; `update` has to follow. */
  onRuntimeEvent(event: RuntimeEvent): void {
    if (event.kind === "started") {
      const {version, capabilityTee} = event;
      this.#running = {version, capabilityTee};
    } else if (event.kind === "updated") {
      const {capabilityTee} = event;
      this.#running = this.#running === null ? null : {...this.#running, capabilityTee};
    } else this.#running = null;
    this.#failsToStart = event.kind === "failedToStart";
  }

  /** Offers the role or withdraws it; `force`: also when nothing but the descriptor has changed. */
  async update(force: boolean, signal: AbortSignal): Promise<void> {
    this.#isForced ||= force;
    this.#isDue = true;
    if (this.#isUpdating) return;
    this.#isUpdating = true;
    try {
      while (this.#isDue && !signal.aborted) {
        this.#isDue = false;
        await this.#updateOnce(signal);
      }
    } finally {
      this.#isUpdating = false;
    }
  }

  async #updateOnce(signal: AbortSignal): Promise<void> {
    const isRoundKnown = await lastRound(this.#dependencies, latestHeight, signal).then(
      () => true,
      () => false,
    );
    if (signal.aborted) return;
    const running = this.#running;
    const isAvailable = running !== null && isRoundKnown;
    const isForced = this.#isForced;
    this.#isForced = false;
    // The node serves its other roles while this one waits for whoever mends the runtime.
    if (this.#failsToStart) {
      this.#provider.withdraw();
      return;
    }
    if (isAvailable === this.#provider.isAvailable && !isForced) return;
    if (!isAvailable) {
      this.#provider.setUnavailable();
      return;
    }
    const {runtimeId} = this.#dependencies;
    this.#provider.setAvailable((node) =>
      withRuntime(node, runtimeId, (runtime) => ({
        ...runtime,
        version: running.version,
        capabilities: {...runtime.capabilities, tee: running.capabilityTee},
      })),
    );
  }
}
