/** The last so many hashes, oldest forgotten first. */
export class RecentHashes {
  readonly #limit: number;
  readonly #hashes = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(hash: string): boolean {
    return this.#hashes.has(hash);
  }

  /** Remembers a hash as the newest. */
  add(hash: string): void {
    this.#hashes.delete(hash);
    this.#hashes.add(hash);
    if (this.#hashes.size <= this.#limit) return;
    for (const oldest of this.#hashes) {
      this.#hashes.delete(oldest);
      return;
    }
  }

  delete(hash: string): void {
    this.#hashes.delete(hash);
  }
}
