import {type Element, scalars, sumOf} from "./group.ts";

/** Value of a polynomial that commits to a secret, at a participant's place: index i stands at x = i + 1. */
export interface ElementAt {
  readonly index: number;
  readonly element: Element;
}

/** x-coordinate of a participant. */
export function coordinate(index: number): bigint {
  return BigInt(index + 1);
}

/** Value at `x` of the polynomial of least degree through the elements (Lagrange). PERF: quadratic in their number. */
export function interpolate(elements: readonly ElementAt[], x: bigint): Element {
  return sumOf(
    elements.map(({index, element}) => {
      const own = coordinate(index);
      let [numerator, denominator] = [1n, 1n];
      for (const {index: otherIndex} of elements) {
        if (otherIndex === index) continue;
        const other = coordinate(otherIndex);
        numerator = scalars.mul(numerator, scalars.create(x - other));
        denominator = scalars.mul(denominator, scalars.create(own - other));
      }
      return [scalars.div(numerator, denominator), element] as const;
    }),
  );
}

/** Value at `x` of the polynomial with these coefficients, lowest first (Horner). */
export function evaluate(coefficients: readonly bigint[], x: bigint): bigint {
  return coefficients.reduceRight(
    (value, coefficient) => scalars.add(scalars.mul(value, x), coefficient),
    0n,
  );
}
