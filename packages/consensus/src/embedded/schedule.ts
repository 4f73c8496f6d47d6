import {type Clock, toMilliseconds} from "@oasis-node/primitives/clock";
import {Alarm} from "./alarm.ts";
import type {EmbeddedEngineOptions} from "./options.ts";

/** Nanoseconds by which block time may run ahead of the clock: half of what light clients put up with. */
const mostAhead = 5_000_000_000n;

/** When the next block is due. Counts by timers, for the wall clock may jump. */
export class Schedule {
  readonly #clock: Clock;
  readonly #spacing: number;
  readonly #emptyInterval: number;
  readonly #spacingAlarm: Alarm;
  readonly #emptyAlarm: Alarm;
  /** The first block after a start is due at once, so that the chain is seen to live. */
  #isEmptyDue = true;
  #isSpaced = true;
  #wake: (() => void) | null = null;
  #isAwake = false;

  constructor(
    clock: Clock,
    options: Pick<EmbeddedEngineOptions, "blockTime" | "emptyBlockInterval" | "genesis">,
  ) {
    const {blockTime} = options;
    this.#clock = clock;
    this.#spacing = blockTime === "instant" ? 0 : blockTime;
    this.#emptyInterval = Math.max(this.#spacing, emptyInterval(options));
    this.#spacingAlarm = new Alarm(clock, () => {
      this.#isSpaced = true;
      this.wake();
    });
    this.#emptyAlarm = new Alarm(clock, () => {
      this.#isEmptyDue = true;
      this.wake();
    });
  }

  /** Whether a block is due now. */
  isDue(hasTransactions: boolean): boolean {
    return this.#isSpaced && (hasTransactions || this.#isEmptyDue);
  }

  /** A block is made now: the time to the next counts from here. */
  blockBegins(): void {
    this.#isEmptyDue = false;
    this.#emptyAlarm.set(this.#emptyInterval);
    if (this.#spacing === 0) return;
    this.#isSpaced = false;
    this.#spacingAlarm.set(this.#spacing);
  }

  /**
   * A block has been made; the next has this time, `iota` after it at least. Blocks that are made faster than that run ahead
   * of the clock: then the next one waits, but never longer than `iota`, for the clock may have jumped back. All in
   * nanoseconds.
   */
  blockEnds(nextTime: bigint, iota: bigint): void {
    const ahead = nextTime - this.#clock.now() - mostAhead;
    if (ahead <= 0n) return;
    const wait = toMilliseconds(ahead < iota ? ahead : iota);
    this.#isSpaced = false;
    this.#spacingAlarm.set(Math.max(this.#spacing, wait));
  }

  /** Resolves when something has happened since the last call. */
  async wait(): Promise<void> {
    if (!this.#isAwake) {
      const {promise, resolve} = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    this.#isAwake = false;
  }

  wake(): void {
    this.#isAwake = true;
    this.#wake?.();
    this.#wake = null;
  }

  close(): void {
    this.#emptyAlarm.cancel();
    this.#spacingAlarm.cancel();
  }
}

/** Milliseconds; the reference makes blocks all the time when the document says 0: here each takes the commit timeout. */
function emptyInterval({
  emptyBlockInterval,
  genesis,
}: Pick<EmbeddedEngineOptions, "emptyBlockInterval" | "genesis">): number {
  if (emptyBlockInterval !== null) return emptyBlockInterval;
  const {emptyBlockInterval: configured, timeoutCommit} = genesis.consensus.parameters;
  const interval = configured > 0n ? configured : timeoutCommit;
  return Math.max(1, toMilliseconds(interval));
}
