interface Chunk<V> {
  readonly keys: string[];
  readonly values: V[];
}

const chunkLimit = 512;

/**
 * A map that iterates in the order of its keys.
 * PERF: a list of sorted runs of at most 512 entries; get, set and delete cost two binary searches and a short move.
 */
export class OrderedMap<V> {
  readonly #chunks: Chunk<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    if (chunk === undefined) return undefined;
    const at = lowerBound(chunk.keys, key);
    return chunk.keys[at] === key ? chunk.values[at] : undefined;
  }

  set(key: string, value: V): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (chunk === undefined) {
      this.#chunks.push({keys: [key], values: [value]});
      this.#size++;
      return;
    }
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] === key) {
      chunk.values[at] = value;
      return;
    }
    chunk.keys.splice(at, 0, key);
    chunk.values.splice(at, 0, value);
    this.#size++;
    if (chunk.keys.length > chunkLimit) this.#split(index, chunk, at);
  }

  delete(key: string): boolean {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (chunk === undefined) return false;
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] !== key) return false;
    chunk.keys.splice(at, 1);
    chunk.values.splice(at, 1);
    this.#size--;
    if (chunk.keys.length === 0) this.#chunks.splice(index, 1);
    return true;
  }

  /** Entries with `from` ≤ key < `to`. The map must not be changed meanwhile. */
  *range(from: string, to: string): Generator<readonly [string, V]> {
    for (let index = this.#chunkOf(from); index < this.#chunks.length; index++) {
      const chunk = this.#chunks[index];
      if (chunk === undefined) return;
      for (let at = lowerBound(chunk.keys, from); at < chunk.keys.length; at++) {
        const key = chunk.keys[at];
        const value = chunk.values[at];
        if (key === undefined || value === undefined || key >= to) return;
        yield [key, value];
      }
    }
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#size = 0;
  }

  /** Keys that arrive in order leave full runs behind, others halves. */
  #split(index: number, chunk: Chunk<V>, at: number): void {
    const cut = at === chunk.keys.length - 1 ? at : chunk.keys.length >>> 1;
    this.#chunks.splice(index + 1, 0, {keys: chunk.keys.splice(cut), values: chunk.values.splice(cut)});
  }

  /** Index of the only chunk that may hold the key: the last that does not begin after it. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = this.#chunks[middle]?.keys[0];
      if (first !== undefined && first <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}

/** Index of the first key that is not smaller. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = keys[middle];
    if (candidate !== undefined && candidate < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
