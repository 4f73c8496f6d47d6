import type {Writable} from "node:stream";
import type {Clock} from "@oasis-node/primitives/clock";
import {RhpError} from "./rhpError.ts";

/** Longest that one frame may take to be written, in milliseconds (runtime-workers §1.3). */
const writeTimeoutMs = 5000;

/** Writes frames one after the other, each within its time; calls `failed` once, after which nothing is written. */
export class FrameWriter {
  readonly #stream: Writable;
  readonly #clock: Clock;
  readonly #failed: (error: RhpError) => void;
  readonly #queue: {readonly frame: Uint8Array; readonly done: () => void}[] = [];
  #isRunning = false;
  #isClosed = false;

  constructor(stream: Writable, clock: Clock, failed: (error: RhpError) => void) {
    this.#stream = stream;
    this.#clock = clock;
    this.#failed = failed;
  }

  /**
   * Queues a frame; resolves when it has been written or never will be. The callers bound how many there can be: one for
   * each request in flight.
   */
  push(frame: Uint8Array): Promise<void> {
    const {promise, resolve} = Promise.withResolvers<void>();
    if (this.#isClosed) resolve();
    else this.#queue.push({frame, done: resolve});
    if (!this.#isRunning) void this.#run();
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    for (const {done} of this.#queue.splice(0)) done();
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const error = await this.#write(next.frame);
      next.done();
      if (error !== null && !this.#isClosed) {
        this.close();
        this.#failed(error);
      }
    }
    this.#isRunning = false;
  }

  #write(frame: Uint8Array): Promise<RhpError | null> {
    const done = new AbortController();
    const {promise, resolve} = Promise.withResolvers<RhpError | null>();
    this.#stream.write(frame, (cause) => {
      const failure = cause
        ? new RhpError("transport", `rhp: write failed: ${cause.message}`, {cause})
        : null;
      resolve(failure);
      done.abort();
    });
    this.#clock.sleep(writeTimeoutMs, done.signal).then(
      () => resolve(new RhpError("writeTimeout", "rhp: the other side does not read")),
      () => resolve(null),
    );
    return promise;
  }
}
