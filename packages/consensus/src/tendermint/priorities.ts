import {compare} from "@oasis-node/primitives/bytes";
import {clip} from "./int64.ts";
import {TendermintError} from "./tendermintError.ts";
import type {Validator} from "./validator.ts";

/** Priorities may lie this many total voting powers apart. */
const windowFactor = 2n;

/** Scales and shifts priorities, so that they lie within their window and around zero. */
export function centerPriorities(validators: readonly Validator[], totalPower: bigint): Validator[] {
  return shiftByAverage(rescale(validators, windowFactor * totalPower));
}

/** Whoever goes first: of the highest priority, of those of the lowest address; `null` of nobody. */
export function highestPriority(validators: readonly Validator[]): Validator | null {
  return validators.reduce<Validator | null>(
    (best, one) => (best === null || goesBefore(one, best) ? one : best),
    null,
  );
}

/** One turn: everybody gains its power, and who is then first pays the total. */
export function takeTurn(
  validators: readonly Validator[],
  totalPower: bigint,
): {readonly validators: Validator[]; readonly proposer: Validator | null} {
  const raised = validators.map((one) => withPriority(one, clip(one.proposerPriority + one.votingPower)));
  const first = highestPriority(raised);
  if (first === null) return {validators: raised, proposer: null};
  const proposer = withPriority(first, clip(first.proposerPriority - totalPower));
  return {validators: raised.map((one) => (one === first ? proposer : one)), proposer};
}

export function withPriority(validator: Validator, proposerPriority: bigint): Validator {
  return {...validator, proposerPriority};
}

function goesBefore(a: Validator, b: Validator): boolean {
  if (a.proposerPriority !== b.proposerPriority) return a.proposerPriority > b.proposerPriority;
  return compare(a.address, b.address) < 0;
}

/** Divides priorities, rounding towards zero, so that they lie no further apart than `window`. */
function rescale(validators: readonly Validator[], window: bigint): readonly Validator[] {
  if (window <= 0n) return validators;
  const spread = spreadOf(validators);
  if (spread <= window) return validators;
  const ratio = BigInt.asIntN(64, spread + window - 1n) / window;
  // Only priorities beyond all bounds wrap around to this; the reference crashes on them.
  if (ratio === 0n) throw new TendermintError("powerOverflow", "proposer priorities are out of bounds");
  return validators.map((one) => withPriority(one, one.proposerPriority / ratio));
}

/** Difference of highest and lowest, as 64 bits hold it. */
function spreadOf(validators: readonly Validator[]): bigint {
  const priorities = validators.map(({proposerPriority}) => proposerPriority);
  const [first = 0n] = priorities;
  const highest = priorities.reduce((a, b) => (b > a ? b : a), first);
  const lowest = priorities.reduce((a, b) => (b < a ? b : a), first);
  const spread = BigInt.asIntN(64, highest - lowest);
  return spread < 0n ? BigInt.asIntN(64, -spread) : spread;
}

/** Moves priorities by their average, rounded down, so that they add up to about zero. */
function shiftByAverage(validators: readonly Validator[]): Validator[] {
  const count = BigInt(validators.length);
  const sum = validators.reduce((total, {proposerPriority}) => total + proposerPriority, 0n);
  const remainder = ((sum % count) + count) % count;
  const average = (sum - remainder) / count;
  return validators.map((one) => withPriority(one, clip(one.proposerPriority - average)));
}
