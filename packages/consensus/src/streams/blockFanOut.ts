import type {Height} from "@oasis-node/primitives/epoch";
import type {CommittedBlock, Engine} from "../engine/index.ts";
import {BlockReader, type StreamEnd} from "./blockReader.ts";
import {Topic} from "./topic.ts";

export interface ReadOptions<T> {
  /** Ends the stream without an error. */
  readonly signal?: AbortSignal | undefined;
  /** What the reader gets first, from the state of the height after which its stream begins; 0 before the first block. */
  readonly first?: (after: Height) => readonly T[];
  /** Makes the choice of a reader: asked once about each item, in order, also about the first ones. All without it. */
  readonly select?: () => (item: T) => boolean;
}

/**
 * Hands the blocks of an engine to any number of readers, by topic, over one subscription that lasts while there are readers.
 * No reader can hold up another one or the engine: one that falls behind gets `EngineError` `slowReader`.
 */
export class BlockFanOut {
  readonly #engine: Engine;
  readonly #lastHeight: () => Height;
  /** Of any type of items: what is done with all of them does not depend on it. */
  readonly #topics: Pick<Topic<unknown>, "isRead" | "deliver" | "end">[] = [];
  #subscription: AbortController | null = null;

  /** @param lastHeight - of the latest state, from which streams begin; 0 before the first block */
  constructor(engine: Engine, lastHeight: () => Height) {
    this.#engine = engine;
    this.#lastHeight = lastHeight;
  }

  topic<T>(itemsOf: (block: CommittedBlock) => readonly T[]): Topic<T> {
    const topic = new Topic(itemsOf);
    this.#topics.push(topic);
    return topic;
  }

  /** Streams of a topic: each begins when its iteration does, and lives until the reader leaves or the engine ends. */
  read<T>(topic: Topic<T>, options: ReadOptions<T> = {}): AsyncIterable<T> {
    return {[Symbol.asyncIterator]: () => this.#newReader(topic, options)};
  }

  #newReader<T>(topic: Topic<T>, {signal, first, select}: ReadOptions<T>): BlockReader<T> {
    const after = this.#lastHeight();
    const reader: BlockReader<T> = new BlockReader(after, select?.() ?? null, () => {
      signal?.removeEventListener("abort", close);
      topic.remove(reader);
      this.#unsubscribeIfUnread();
    });
    const close = (): void => reader.close();
    signal?.addEventListener("abort", close, {once: true});
    if (signal?.aborted) return closed(reader);
    topic.add(reader);
    try {
      reader.push(first?.(after) ?? []);
    } catch (error) {
      reader.end({error});
    }
    this.#subscribeIfNot();
    return reader;
  }

  #subscribeIfNot(): void {
    if (this.#subscription !== null) return;
    const subscription = new AbortController();
    this.#subscription = subscription;
    // Never rejects: how it ends is told to the readers.
    void this.#pump(subscription);
  }

  #unsubscribeIfUnread(): void {
    if (this.#topics.some(({isRead}) => isRead)) return;
    this.#subscription?.abort();
    this.#subscription = null;
  }

  async #pump(subscription: AbortController): Promise<void> {
    const {signal} = subscription;
    let error: unknown = null;
    try {
      for await (const block of this.#engine.subscribe({signal})) {
        if (signal.aborted) return;
        for (const topic of this.#topics) if (topic.isRead) topic.deliver(block);
        // Whoever was too slow may never come back.
        this.#unsubscribeIfUnread();
      }
    } catch (failure) {
      error = failure;
    }
    // Whoever joined later reads another subscription.
    if (this.#subscription !== subscription) return;
    this.#subscription = null;
    this.#endAll({error});
  }

  #endAll(end: StreamEnd): void {
    for (const topic of this.#topics) topic.end(end);
  }
}

function closed<T>(reader: BlockReader<T>): BlockReader<T> {
  reader.close();
  return reader;
}
