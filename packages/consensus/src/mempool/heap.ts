/** A binary heap: gives back what goes before all others. PERF: push and pop take logarithmic time. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #goesBefore: (a: T, b: T) => boolean;

  constructor(goesBefore: (a: T, b: T) => boolean) {
    this.#goesBefore = goesBefore;
  }

  push(item: T): void {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  pop(): T | undefined {
    const [first] = this.#items;
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return first;
    this.#items[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#swapIfBefore(child, at)) return first;
      at = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [itemA, itemB] = [this.#items[a], this.#items[b]];
    return itemA !== undefined && itemB !== undefined && this.#goesBefore(itemA, itemB);
  }

  #swapIfBefore(a: number, b: number): boolean {
    const [itemA, itemB] = [this.#items[a], this.#items[b]];
    if (itemA === undefined || itemB === undefined || !this.#goesBefore(itemA, itemB)) return false;
    this.#items[a] = itemB;
    this.#items[b] = itemA;
    return true;
  }
}
