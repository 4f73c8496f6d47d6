/** Ranges up to this length are sorted by insertion. */
const maxInsertion = 12;
/** Longer ranges take their pivot from nine elements instead of three. */
const minNinther = 40;

/**
 * Sorts in place exactly as the sort of Go 1.17 does, with which the reference is built: equal elements come out in an
 * order that is arbitrary, but the same everywhere, and a cut after sorting makes it count (consensus-core §3.2).
 */
export function sortUnstable<T>(elements: T[], less: (a: T, b: T) => boolean): void {
  const {length} = elements;
  new GoSort(elements, less).quick(0, length, 2 * length.toString(2).length);
}

/** Introsort: quick sort with heap sort as the way out of bad pivots; ranges are from `low` up to `high`, exclusive. */
class GoSort<T> {
  readonly #elements: T[];
  readonly #less: (a: T, b: T) => boolean;

  constructor(elements: T[], less: (a: T, b: T) => boolean) {
    this.#elements = elements;
    this.#less = less;
  }

  quick(low: number, high: number, maxDepth: number): void {
    let [from, to, depth] = [low, high, maxDepth];
    while (to - from > maxInsertion) {
      if (depth === 0) {
        this.#heap(from, to);
        return;
      }
      depth--;
      const [left, right] = this.#partition(from, to);
      if (left - from < to - right) {
        this.quick(from, left, depth);
        from = right;
      } else {
        this.quick(right, to, depth);
        to = left;
      }
    }
    this.#insertion(from, to);
  }

  /** One pass with a gap of six, then insertion. */
  #insertion(low: number, high: number): void {
    for (let i = low + 6; i < high; i++) if (this.#isLess(i, i - 6)) this.#swap(i, i - 6);
    for (let i = low + 1; i < high; i++) {
      for (let j = i; j > low && this.#isLess(j, j - 1); j--) this.#swap(j, j - 1);
    }
  }

  /** Splits a range into less than, equal to, and greater than a pivot; returns where the equal ones begin and end. */
  #partition(low: number, high: number): readonly [number, number] {
    const middle = (low + high) >>> 1;
    this.#choosePivot(low, middle, high);
    let start = low + 1;
    let right = high - 1;
    while (start < right && this.#isLess(start, low)) start++;
    let left = start;
    for (;;) {
      while (left < right && !this.#isLess(low, left)) left++;
      while (left < right && this.#isLess(low, right - 1)) right--;
      if (left >= right) break;
      this.#swap(left++, --right);
    }
    let areManyEqual = high - right < 5;
    if (!areManyEqual && high - right < Math.floor((high - low) / 4)) {
      let equal = 0;
      if (!this.#isLess(low, high - 1)) {
        this.#swap(right++, high - 1);
        equal++;
      }
      if (!this.#isLess(left - 1, low)) {
        left--;
        equal++;
      }
      if (!this.#isLess(middle, low)) {
        this.#swap(middle, --left);
        equal++;
      }
      areManyEqual = equal > 1;
    }
    if (areManyEqual) left = this.#gatherEqual(low, start, left);
    this.#swap(low, left - 1);
    return [left - 1, right];
  }

  /** Moves what equals the pivot at `pivot` to the end of a range of elements not greater; returns where it begins. */
  #gatherEqual(pivot: number, start: number, end: number): number {
    let [low, high] = [start, end];
    for (;;) {
      while (low < high && !this.#isLess(high - 1, pivot)) high--;
      while (low < high && this.#isLess(low, pivot)) low++;
      if (low >= high) return high;
      this.#swap(low++, --high);
    }
  }

  /** Puts a pivot at `low`. */
  #choosePivot(low: number, middle: number, high: number): void {
    const last = high - 1;
    if (high - low > minNinther) {
      const step = Math.floor((high - low) / 8);
      this.#orderThree(low, low + step, low + 2 * step);
      this.#orderThree(middle, middle - step, middle + step);
      this.#orderThree(last, last - step, last - 2 * step);
    }
    this.#orderThree(low, middle, last);
  }

  /** Puts the median of three elements at `median`, the least at `least`, the greatest at `greatest`. */
  #orderThree(median: number, least: number, greatest: number): void {
    if (this.#isLess(median, least)) this.#swap(median, least);
    if (!this.#isLess(greatest, median)) return;
    this.#swap(greatest, median);
    if (this.#isLess(median, least)) this.#swap(median, least);
  }

  #heap(low: number, high: number): void {
    const length = high - low;
    for (let i = (length - 1) >> 1; i >= 0; i--) this.#siftDown(low, i, length);
    for (let i = length - 1; i >= 0; i--) {
      this.#swap(low, low + i);
      this.#siftDown(low, 0, i);
    }
  }

  /** Restores the heap that begins at `first` and has `length` elements, below its element `top`. */
  #siftDown(first: number, top: number, length: number): void {
    let root = top;
    for (;;) {
      let child = 2 * root + 1;
      if (child >= length) return;
      if (child + 1 < length && this.#isLess(first + child, first + child + 1)) child++;
      if (!this.#isLess(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  #isLess(i: number, j: number): boolean {
    return this.#less(this.#at(i), this.#at(j));
  }

  #swap(i: number, j: number): void {
    const kept = this.#at(i);
    this.#elements[i] = this.#at(j);
    this.#elements[j] = kept;
  }

  #at(index: number): T {
    const element = this.#elements[index];
    if (element === undefined) throw new RangeError(`no element ${index} of ${this.#elements.length}`);
    return element;
  }
}
