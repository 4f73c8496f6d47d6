/** A queue in which some do not wait behind the others. Each lane keeps its order. */
export class Lanes<T> {
  readonly #urgent = new Lane<T>();
  readonly #ordinary = new Lane<T>();

  get length(): number {
    return this.#urgent.length + this.#ordinary.length;
  }

  push(item: T, isUrgent: boolean): void {
    (isUrgent ? this.#urgent : this.#ordinary).push(item);
  }

  shift(): T | undefined {
    return this.#urgent.shift() ?? this.#ordinary.shift();
  }

  /** Takes the first `count`, or all there are. */
  take(count: number): T[] {
    const taken: T[] = [];
    while (taken.length < count) {
      const item = this.shift();
      if (item === undefined) break;
      taken.push(item);
    }
    return taken;
  }
}

/** PERF: an array moves all that is left with every `shift`. */
class Lane<T> {
  #items: T[] = [];
  #next = 0;

  get length(): number {
    return this.#items.length - this.#next;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#next++];
    if (this.#next >= this.#items.length) {
      this.#items = [];
      this.#next = 0;
    }
    return item;
  }
}
