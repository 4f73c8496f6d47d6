import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {SanityError} from "./sanityError.ts";

/** Bytes of a random offset: so many that the remainder is as good as even. */
const randomSize = 16;

/** Draws that many random bytes. */
export type Random = (length: number) => Uint8Array;

/**
 * Which blocks are checked: one at random in each interval of heights (consensus-paratime §7). No two nodes check the same, and
 * the blocks before the first full interval are not checked at all: a kept oddity.
 */
export class CheckSchedule {
  readonly #interval: bigint;
  readonly #random: Random;
  #current = 0n;
  #checked: Height = asHeight(0n);

  /** @param interval - in blocks, at least 1; throws `SanityError` `interval` */
  constructor(interval: bigint, random: Random) {
    if (interval < 1n) throw new SanityError("interval", `sanity: interval of ${interval} blocks`);
    this.#interval = interval;
    this.#random = random;
  }

  /** Whether to check at the end of this block. Draws at the first block seen of every interval. */
  isDue(height: Height): boolean {
    const interval = height / this.#interval;
    if (interval !== this.#current) {
      const first = height % this.#interval;
      this.#current = interval;
      this.#checked = asHeight(height + this.#below(this.#interval - first));
    }
    return height === this.#checked;
  }

  #below(limit: bigint): bigint {
    return BigInt(`0x${Buffer.from(this.#random(randomSize)).toString("hex")}`) % limit;
  }
}
