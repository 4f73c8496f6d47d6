import {orAborted} from "@oasis-node/primitives/abort";
import {BytesMap} from "@oasis-node/primitives/bytes";

/** Lets work of the same key happen one after the other, in the order asked for. */
export class Turns<K extends Uint8Array> {
  /** Settles with the last work that was asked for, and never rejects. */
  readonly #last = new BytesMap<K, Promise<void>>();

  /** Does the work when its turn has come. Gives its outcome, or throws the signal's reason while it still waits. */
  async take<T>(key: K, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const {promise: done, resolve: finish} = Promise.withResolvers<void>();
    // Whoever gives up waiting does not let those behind it pass the one before.
    const last = before.then(() => done);
    this.#last.set(key, last);
    try {
      await orAborted(before, signal);
      return await work();
    } finally {
      finish();
      if (this.#last.get(key) === last) this.#last.delete(key);
    }
  }
}
