import type {Clock} from "@oasis-node/primitives/clock";

/** Longest sleep that timers know, in milliseconds. */
const longest = 2 ** 31 - 1;

/** Something to do at a later time, which can be put off or called off. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #sleep = new AbortController();

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings once after so many milliseconds, in place of any time set before. */
  set(milliseconds: number): void {
    this.cancel();
    const sleep = new AbortController();
    this.#sleep = sleep;
    const ring = (): void => {
      if (!sleep.signal.aborted) this.#ring();
    };
    // It rejects only because it was called off.
    this.#clock.sleep(Math.min(milliseconds, longest), sleep.signal).then(ring, () => {});
  }

  cancel(): void {
    this.#sleep.abort();
  }
}
