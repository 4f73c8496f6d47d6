import type {Clock} from "@oasis-node/primitives/clock";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {type LightBlock, type RuntimeHostError, runtimeClientErrors} from "@oasis-node/rpc/services";
import type {HostedRuntime} from "@oasis-node/runtime/host";
import type {Block} from "@oasis-node/state-transition/roothash";
import {RuntimeClientError} from "./errors.ts";

/** Longest that a request waits for a runtime that does not run, in milliseconds; as long as the reference waits for one to be set up. */
export const hostTimeoutMs = 30_000;

/** The client's own process of a runtime. */
export type ClientHost = Pick<HostedRuntime, "call" | "info" | "watch" | "start" | "stop">;

/** Where a runtime is asked. */
export interface RuntimeMoment {
  readonly block: Block;
  readonly consensusBlock: LightBlock;
  readonly epoch: Epoch;
  readonly maxMessages: number;
}

/** The runtime that answers checks and queries; none without a path in the configuration. */
export class OwnHost {
  readonly #host: ClientHost | null;
  readonly #clock: Clock;

  constructor(host: ClientHost | null, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  get isHosted(): boolean {
    return this.#host !== null;
  }

  /** Keeps the runtime running until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const host = this.#host;
    if (host === null || signal.aborted) return;
    host.start();
    await aborted(signal);
    await host.stop();
  }

  /**
   * Why the runtime refuses each of the transactions; null for those it takes. Throws `noHostedRuntime`,
   * `RuntimeClientError` `check`.
   */
  async check(
    inputs: readonly Uint8Array[],
    at: RuntimeMoment,
    signal: AbortSignal,
  ): Promise<(RuntimeHostError | null)[]> {
    const host = await this.#running(signal);
    const results = await checked(async () => {
      const request = {...at, inputs: [...inputs]};
      return (await host.call("RuntimeCheckTxBatchRequest", request, {signal})).results ?? [];
    }, signal);
    if (results.length !== inputs.length)
      throw checkFailed(`${results.length} results for ${inputs.length} transactions`);
    return results.map(({error}) => (error.code === 0 ? null : error));
  }

  /** Throws `noHostedRuntime`, or what the runtime answers. */
  async query(
    {method, args}: {readonly method: string; readonly args: Uint8Array | null},
    {block, ...at}: RuntimeMoment,
    signal?: AbortSignal,
  ): Promise<Uint8Array | null> {
    const host = await this.#running(signal);
    const request = {...at, header: block.header, method, args};
    const {data} = await host.call("RuntimeQueryRequest", request, {signal});
    return data;
  }

  /** The runtime, as soon as it runs. */
  async #running(signal: AbortSignal | undefined): Promise<ClientHost> {
    const host = this.#host;
    if (host === null) throw runtimeClientErrors.noHostedRuntime({hint: "set its path in runtime.paths"});
    signal?.throwIfAborted();
    if (host.info !== null) return host;
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const done = new AbortController();
    let problem = "it does not run yet";
    const leave = host.watch((event) => {
      if (event.kind === "started") resolve();
      if (event.kind === "failedToStart") problem = String(event.error);
    });
    signal?.addEventListener("abort", () => reject(signal.reason), {once: true, signal: done.signal});
    const late = (): void => reject(runtimeClientErrors.noHostedRuntime({context: problem}));
    this.#clock.sleep(hostTimeoutMs, done.signal).then(late, () => {});
    try {
      await promise;
      return host;
    } finally {
      leave();
      done.abort();
    }
  }
}

async function checked<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (signal.aborted || !(cause instanceof Error)) throw cause;
    throw checkFailed(cause.message, cause);
  }
}

function checkFailed(problem: string, cause?: Error): RuntimeClientError {
  return new RuntimeClientError("check", `client: local transaction check failed: ${problem}`, {cause});
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), {once: true}));
}
