import type {Branded} from "../bytes/index.ts";
import {brand, i64, type Schema, u64} from "../cbor/index.ts";
import {TypedError} from "../errors/index.ts";

/** Number of an epoch, u64. */
export type Epoch = Branded<bigint, "Epoch">;
export const Epoch: Schema<Epoch> = brand<"Epoch">()(u64);

/** Number of a runtime's block, u64. */
export type Round = Branded<bigint, "Round">;
export const Round: Schema<Round> = brand<"Round">()(u64);

/** Number of a consensus block, i64. */
export type Height = Branded<bigint, "Height">;
export const Height: Schema<Height> = brand<"Height">()(i64);

/** Amount of gas, u64. */
export type Gas = Branded<bigint, "Gas">;
export const Gas: Schema<Gas> = brand<"Gas">()(u64);

const maxU64 = 2n ** 64n - 1n;
const maxI64 = 2n ** 63n - 1n;

/** A number outside the 64 bits of its type. */
export class CounterError extends TypedError<"outOfRange"> {
  constructor(name: string, value: bigint) {
    super("outOfRange", `${value} is not a ${name}`, {details: {value}});
  }
}

/** The number as an epoch. Throws `CounterError` when it is not a u64, as do the others. */
export function asEpoch(value: bigint): Epoch {
  return checked("epoch", value, 0n, maxU64) as Epoch;
}

export function asRound(value: bigint): Round {
  return checked("round", value, 0n, maxU64) as Round;
}

/** The number as a height, which may be negative in an i64. */
export function asHeight(value: bigint): Height {
  return checked("height", value, -maxI64 - 1n, maxI64) as Height;
}

export function asGas(value: bigint): Gas {
  return checked("gas amount", value, 0n, maxU64) as Gas;
}

/** No epoch: "never" or "not yet". */
export const invalidEpoch: Epoch = asEpoch(maxU64);

/** No round. */
export const invalidRound: Round = asRound(maxU64);

/** In queries the latest round; the same number as `invalidRound`. */
export const latestRound: Round = asRound(maxU64);

/** In queries the latest height. */
export const latestHeight: Height = asHeight(0n);

function checked(name: string, value: bigint, min: bigint, max: bigint): bigint {
  if (value < min || value > max) throw new CounterError(name, value);
  return value;
}
