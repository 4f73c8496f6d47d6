import {asGas, type Gas} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Costs} from "../consensus/index.ts";

/** Both are uncoded in the reference: (unknown, 1) as a result (consensus-core §1.8). */
export class GasError extends TypedError<"outOfGas" | "overflow"> {}

/** Counts the gas of a transaction or a block. */
export interface GasAccountant {
  readonly limit: Gas;
  readonly used: Gas;
  /** Charges `multiplier` times the cost of an operation; none when the table has no such operation. Throws `GasError`. */
  useGas(multiplier: bigint, operation: string, costs: Costs): void;
}

const maxU64 = 2n ** 64n - 1n;

/** Counts up to a limit. */
export class LimitedGas implements GasAccountant {
  readonly limit: Gas;
  #used: Gas = asGas(0n);

  constructor(limit: Gas) {
    this.limit = limit;
  }

  get used(): Gas {
    return this.#used;
  }

  /** The product wraps at 64 bits, the sum must not: a kept oddity. */
  useGas(multiplier: bigint, operation: string, costs: Costs): void {
    const cost = costs?.get(operation);
    if (cost === undefined) return;
    const total = this.#used + BigInt.asUintN(64, multiplier * cost);
    if (total > maxU64) throw new GasError("overflow", "gas overflow");
    if (total > this.limit) {
      const details = {operation, used: this.#used, needed: total - this.#used, limit: this.limit};
      throw new GasError("outOfGas", "out of gas", {details});
    }
    this.#used = asGas(total);
  }
}

/** Counts nothing and limits nothing: before authentication, for critical methods, and for messages of runtimes. */
export const freeGas: GasAccountant = Object.freeze({limit: asGas(0n), used: asGas(0n), useGas: () => {}});

/** Charges one accountant after the other; what the first charged stays when the second refuses (consensus-core §1.8). */
export class CompositeGas implements GasAccountant {
  readonly #parts: readonly GasAccountant[];

  /** The limit is that of the first. */
  constructor(parts: readonly [GasAccountant, ...GasAccountant[]]) {
    this.#parts = parts;
    this.limit = parts[0].limit;
  }

  readonly limit: Gas;

  /** The most that any of them counted, so with a block limit that of the whole block so far: a kept oddity. */
  get used(): Gas {
    return asGas(this.#parts.reduce((most, {used}) => (used > most ? used : most), 0n));
  }

  useGas(multiplier: bigint, operation: string, costs: Costs): void {
    for (const part of this.#parts) part.useGas(multiplier, operation, costs);
  }
}
