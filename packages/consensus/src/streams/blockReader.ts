import type {Height} from "@oasis-node/primitives/epoch";
import {EngineError} from "../engine/index.ts";

/** Blocks whose items may wait for a reader. */
export const maxWaitingBlocks = 128;

/** How a stream of blocks ended for its readers; without an error the chain just went no further. */
export interface StreamEnd {
  readonly error: unknown;
}

/**
 * One reader's view of the items of blocks: a bounded queue. Items come in batches, one for each block that has any, and the
 * bound counts batches, so that one large block cannot end the stream of whoever keeps up with the blocks.
 */
export class BlockReader<T> implements AsyncIterator<T, undefined> {
  /** The last block that does not concern this reader: it came before it. */
  readonly after: Height;
  readonly #wants: ((item: T) => boolean) | null;
  readonly #leave: () => void;
  readonly #batches: (readonly T[])[] = [];
  /** Items of the first batch that have been read. */
  #read = 0;
  #end: StreamEnd | null = null;
  /** Reads that wait, oldest first: nobody says that there is only one. */
  readonly #waiting: (() => void)[] = [];

  /**
   * @param wants - which items concern the reader; null for all
   * @param leave - called when the reader wants no more, or has read to the end
   */
  constructor(after: Height, wants: ((item: T) => boolean) | null, leave: () => void) {
    this.after = after;
    this.#wants = wants;
    this.#leave = leave;
  }

  /** Gives the reader the items of a block. False when it is too far behind: its stream ends with `slowReader`. */
  push(items: readonly T[]): boolean {
    if (this.#end !== null) return true;
    const batch = this.#wants === null ? items : items.filter(this.#wants);
    if (batch.length === 0) return true;
    if (this.#batches.length >= maxWaitingBlocks) {
      // What waits is dropped: the reader shall learn at once, and the memory is what the bound is about.
      this.#batches.length = 0;
      this.#read = 0;
      const text = `a reader fell more than ${maxWaitingBlocks} blocks behind`;
      this.end({error: new EngineError("slowReader", text)});
      return false;
    }
    this.#batches.push(batch);
    this.#notify();
    return true;
  }

  /** Nothing more comes; what waits can still be read. */
  end(end: StreamEnd): void {
    this.#end ??= end;
    this.#notify();
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const item = this.#take();
      if (item !== null) return {done: false, value: item.value};
      if (this.#end !== null) return this.#finish(this.#end);
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.close();
    return {done: true, value: undefined};
  }

  /** The reader goes away: nothing is kept for it. */
  close(): void {
    this.#batches.length = 0;
    this.#read = 0;
    this.end({error: null});
    this.#leave();
  }

  #take(): {readonly value: T} | null {
    const [batch] = this.#batches;
    if (batch === undefined) return null;
    // Batches are never empty, and gone when all of theirs is read.
    const value = batch[this.#read++] as T;
    if (this.#read === batch.length) {
      this.#batches.shift();
      this.#read = 0;
    }
    return {value};
  }

  /** An error is told once; after it the stream is just over. */
  #finish({error}: StreamEnd): IteratorResult<T, undefined> {
    this.#leave();
    this.#end = {error: null};
    if (error !== null) throw error;
    return {done: true, value: undefined};
  }

  #notify(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
