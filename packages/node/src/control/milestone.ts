import {orAborted} from "@oasis-node/primitives/abort";

/** Something that comes once in the life of a node, and that anybody may wait for. */
export class Milestone {
  readonly #reached = Promise.withResolvers<void>();
  #isReached = false;

  get isReached(): boolean {
    return this.#isReached;
  }

  reach(): void {
    this.#isReached = true;
    this.#reached.resolve();
  }

  /** Throws the signal's reason when it is aborted before. */
  async wait(signal?: AbortSignal): Promise<void> {
    if (this.#isReached) return;
    await orAborted(this.#reached.promise, signal);
  }
}
