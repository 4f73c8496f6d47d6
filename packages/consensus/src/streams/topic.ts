import type {Height} from "@oasis-node/primitives/epoch";
import type {CommittedBlock} from "../engine/index.ts";
import type {BlockReader, StreamEnd} from "./blockReader.ts";

/** A kind of item that blocks carry, and who reads it. Items are computed once for each block, and not at all for nobody. */
export class Topic<T> {
  readonly #itemsOf: (block: CommittedBlock) => readonly T[];
  readonly #readers = new Set<BlockReader<T>>();

  /** @param itemsOf - items of a block, in order */
  constructor(itemsOf: (block: CommittedBlock) => readonly T[]) {
    this.#itemsOf = itemsOf;
  }

  get isRead(): boolean {
    return this.#readers.size > 0;
  }

  add(reader: BlockReader<T>): void {
    this.#readers.add(reader);
  }

  remove(reader: BlockReader<T>): void {
    this.#readers.delete(reader);
  }

  /** Hands the items of a block to those who had joined before it. Items that cannot be had end all streams of the topic. */
  deliver(block: CommittedBlock): void {
    try {
      this.#deliver(block.height, this.#itemsOf(block));
    } catch (error) {
      this.end({error});
    }
  }

  end(end: StreamEnd): void {
    for (const reader of this.#readers) reader.end(end);
    this.#readers.clear();
  }

  #deliver(height: Height, items: readonly T[]): void {
    for (const reader of this.#readers) {
      if (height > reader.after && !reader.push(items)) this.#readers.delete(reader);
    }
  }
}
