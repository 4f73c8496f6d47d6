import type {Logger} from "@oasis-node/primitives/log";

/** How long one part may take to stop before it is given up, in milliseconds. */
const stopLimit = 30_000;

interface Part {
  readonly name: string;
  readonly stop: () => void | Promise<void>;
}

/**
 * The parts of a node in the order in which they came up. They go down in the opposite order, each once, whatever the
 * others do: a part that fails to stop, or takes longer than half a minute, is told in the log and left behind.
 */
export class Lifecycle {
  readonly #logger: Logger;
  readonly #parts: Part[] = [];
  readonly #aborted = new AbortController();
  #stopped: Promise<void> | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Aborted as soon as the node begins to stop: for whatever waits. */
  get signal(): AbortSignal {
    return this.#aborted.signal;
  }

  /** Brings up a part. When the node has begun to stop meanwhile, the part goes down again at once and this throws the reason. */
  async start<T>(
    name: string,
    start: () => T | Promise<T>,
    stop: (part: T) => void | Promise<void>,
  ): Promise<T> {
    this.signal.throwIfAborted();
    const part = await start();
    const entry: Part = {name, stop: () => stop(part)};
    if (this.signal.aborted) {
      await this.#stopPart(entry);
      throw this.signal.reason;
    }
    this.#parts.push(entry);
    return part;
  }

  /** Takes everything down; the same promise every time. Never rejects. */
  stop(reason: Error): Promise<void> {
    this.#stopped ??= this.#stopAll(reason);
    return this.#stopped;
  }

  async #stopAll(reason: Error): Promise<void> {
    this.#aborted.abort(reason);
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      await this.#stopPart(part);
    }
  }

  async #stopPart({name, stop}: Part): Promise<void> {
    const {promise: late, resolve} = Promise.withResolvers<"late">();
    const timer = setTimeout(() => resolve("late"), stopLimit);
    try {
      const outcome = await Promise.race([stop(), late]);
      if (outcome === "late") this.#logger.error("a part of the node does not stop", {part: name});
    } catch (err) {
      this.#logger.error("a part of the node failed to stop", {part: name, err});
    } finally {
      clearTimeout(timer);
    }
  }
}
