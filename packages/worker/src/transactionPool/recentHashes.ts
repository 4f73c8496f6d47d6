import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Hash} from "@oasis-node/primitives/hash";

/** Hashes that were seen of late: the one not asked for longest leaves first (runtime-workers §4.4.2 step 2). */
export class RecentHashes {
  readonly #capacity: number;
  readonly #hashes = new BytesMap<Hash, true>();

  /** Keeps so many; 0 keeps none. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#hashes.size;
  }

  add(hash: Hash): void {
    this.#hashes.delete(hash);
    if (this.#capacity === 0) return;
    if (this.#hashes.size >= this.#capacity) {
      for (const oldest of this.#hashes.keys()) {
        this.#hashes.delete(oldest);
        break;
      }
    }
    this.#hashes.set(hash, true);
  }

  has(hash: Hash): boolean {
    if (!this.#hashes.has(hash)) return false;
    this.add(hash);
    return true;
  }

  clear(): void {
    this.#hashes.clear();
  }
}
