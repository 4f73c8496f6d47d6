/**
 * Verdicts of the signatures seen last. The key is everything a verdict depends on (public key, message, signature), so
 * a verdict can be remembered whoever computed it. The least recently used one makes room.
 */
export class VerdictCache {
  readonly #verdicts = new Map<string, boolean>();
  readonly #capacity: number;

  /** @param capacity - entries at most, some 250 bytes each */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#verdicts.size;
  }

  get(packedEntry: Uint8Array): boolean | undefined {
    const key = index(packedEntry);
    const verdict = this.#verdicts.get(key);
    if (verdict !== undefined) this.#touch(key, verdict);
    return verdict;
  }

  set(packedEntry: Uint8Array, verdict: boolean): void {
    this.#touch(index(packedEntry), verdict);
    if (this.#verdicts.size <= this.#capacity) return;
    for (const oldest of this.#verdicts.keys()) {
      this.#verdicts.delete(oldest);
      return;
    }
  }

  /** Moves to the young end: a `Map` iterates in order of insertion. */
  #touch(key: string, verdict: boolean): void {
    this.#verdicts.delete(key);
    this.#verdicts.set(key, verdict);
  }
}

function index(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
