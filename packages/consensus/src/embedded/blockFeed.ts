import {type CommittedBlock, EngineError} from "../engine/index.ts";

/** Blocks that wait for one reader at most. */
const longestQueue = 128;

/** Hands every block to all who subscribed. */
export class BlockFeed {
  readonly #readers = new Set<Reader>();
  #isOver = false;

  publish(block: CommittedBlock): void {
    for (const reader of this.#readers) reader.push(block);
  }

  /** Ends all subscriptions, after what they still have to read. */
  end(): void {
    this.#isOver = true;
    for (const reader of this.#readers) reader.end(null);
  }

  /** Blocks from now on, until the signal or the end. */
  subscribe(signal: AbortSignal): AsyncIterable<CommittedBlock> {
    const reader = new Reader(() => {
      this.#readers.delete(reader);
      signal.removeEventListener("abort", abort);
    });
    const abort = (): void => reader.cancel();
    if (this.#isOver || signal.aborted) reader.cancel();
    else {
      this.#readers.add(reader);
      signal.addEventListener("abort", abort);
    }
    return {[Symbol.asyncIterator]: () => reader};
  }
}

type Next = IteratorResult<CommittedBlock, undefined>;

/** One subscription. */
class Reader implements AsyncIterator<CommittedBlock, undefined> {
  readonly #queue: CommittedBlock[] = [];
  readonly #onEnd: () => void;
  readonly #waiting: PromiseWithResolvers<Next>[] = [];
  #isOver = false;
  #error: EngineError | null = null;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  push(block: CommittedBlock): void {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) waiting.resolve({done: false, value: block});
    else if (this.#queue.length < longestQueue) this.#queue.push(block);
    else this.end(new EngineError("slowReader", `more than ${longestQueue} blocks wait for the reader`));
  }

  /** Takes no more; what waits is read first, then the error. */
  end(error: EngineError | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    this.#onEnd();
    for (const {resolve} of this.#waiting.splice(0)) resolve({done: true, value: undefined});
  }

  /** Ends at once. */
  cancel(): void {
    this.#queue.length = 0;
    this.end(null);
  }

  next(): Promise<Next> {
    const value = this.#queue.shift();
    if (value !== undefined) return Promise.resolve({done: false, value});
    if (this.#error !== null) {
      const error = this.#error;
      this.#error = null;
      return Promise.reject(error);
    }
    if (this.#isOver) return Promise.resolve({done: true, value: undefined});
    const waiting = Promise.withResolvers<Next>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  return(): Promise<Next> {
    this.cancel();
    return Promise.resolve({done: true, value: undefined});
  }
}
