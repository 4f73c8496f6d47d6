import {setImmediate as nextTurn} from "node:timers/promises";

/** Milliseconds for which work may hold up everything else in the process. */
const longestSlice = 8;

/** Cuts long work into slices between which everything else in the process has its turn. */
export class Pacer {
  #sliceEnd = 0;

  /** To be called between the steps of the work: true when others should have their turn. */
  get isDue(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  /** Lets others have their turn. */
  async pause(): Promise<void> {
    await nextTurn();
    this.#sliceEnd = performance.now() + longestSlice;
  }
}
