/** Numbers that are the same in every run with a seed. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below the bound. */
  below(bound: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * bound);
  }
}

/** The seed of this run: `SEED` in the environment chooses another. It is printed, so that a failure can be repeated. */
export function seedOf(test: string): number {
  const seed = Number(process.env.SEED ?? 20_261_122);
  process.stdout.write(`${test}: SEED=${seed}\n`);
  return seed;
}
