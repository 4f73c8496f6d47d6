import type {Scheduling} from "../paratime/index.ts";

/** Weights that need no limit of the ParaTime: each transaction is one, and has its bytes (consensus-paratime §6.3). */
const builtIn = new Set(["count", "size_bytes"]);

/** What still fits into a batch. */
export class BatchRoom {
  #places: number;
  #bytes: number;
  readonly #weights: Map<string, bigint>;

  constructor({maxBatchSize, maxBatchBytes}: Scheduling, weightLimits: ReadonlyMap<string, bigint>) {
    this.#places = maxBatchSize;
    this.#bytes = maxBatchBytes;
    this.#weights = new Map(weightLimits);
  }

  /** Transactions that may still come. */
  get places(): number {
    return this.#places;
  }

  /** Takes the room for a transaction, if there is enough of every kind. */
  take(bytes: number, weights: ReadonlyMap<string, bigint> | null): boolean {
    const own = [...(weights ?? [])].filter(([name]) => this.#weights.has(name) && !builtIn.has(name));
    const fits =
      this.#places > 0 &&
      bytes <= this.#bytes &&
      own.every(([name, weight]) => weight <= (this.#weights.get(name) ?? 0n));
    if (!fits) return false;
    this.#places--;
    this.#bytes -= bytes;
    for (const [name, weight] of own) this.#weights.set(name, (this.#weights.get(name) ?? 0n) - weight);
    return true;
  }
}
