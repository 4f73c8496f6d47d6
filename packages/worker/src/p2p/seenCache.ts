import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Clock} from "@oasis-node/primitives/clock";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";

/** For how long the same message is not looked at again, in nanoseconds. */
const seenFor = 120_000_000_000n;
/** Hashes kept at most; the oldest leave first. */
const maxSeen = 65_536;

/** Messages seen of late, told apart by `H(data)` alone, so that who sent them does not matter (runtime-workers §4.3). */
export class SeenCache {
  readonly #clock: Clock;
  readonly #seen = new BytesMap<Hash, bigint>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes the message; false when it was noted before. */
  add(bytes: Uint8Array): boolean {
    const now = this.#clock.now();
    this.#forget(now);
    const id = hashOf(bytes);
    if (this.#seen.has(id)) return false;
    this.#seen.set(id, now);
    return true;
  }

  #forget(now: bigint): void {
    for (const [id, since] of this.#seen) {
      if (now - since < seenFor && this.#seen.size < maxSeen) return;
      this.#seen.delete(id);
    }
  }
}
