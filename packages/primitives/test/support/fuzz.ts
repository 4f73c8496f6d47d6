import {expect} from "vitest";
import {TypedError} from "../../src/errors/index.ts";

/**
 * Runs `parse` on `count` inputs of `make` and wants a value, `null` or a typed error each time: anything else fails with
 * the seed and the input. Gives how many were accepted.
 */
export function fuzz<I>(seed: number, count: number, make: () => I, parse: (input: I) => unknown): number {
  let accepted = 0;
  for (let i = 0; i < count; i++) {
    const input = make();
    try {
      if (parse(input) !== null) accepted++;
    } catch (error) {
      if (!(error instanceof TypedError))
        expect.fail(`seed ${seed}, input ${JSON.stringify(input)}: ${String(error)}`);
    }
  }
  return accepted;
}
