import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Quantity} from "@oasis-node/primitives/quantity";
import {StakingError} from "./stakingError.ts";
import {
  type CommissionRateBoundStep,
  type CommissionRateStep,
  type CommissionSchedule,
  type CommissionScheduleRules,
  commissionRateDenominator as unity,
} from "./types/commission.ts";

/** The rate of the last step that has begun; null where there is none, which means no commission (consensus-core §4.6). */
export function currentRate({rates}: CommissionSchedule, now: Epoch): Quantity | null {
  let current: Quantity | null = null;
  for (const {start, rate} of rates ?? []) {
    if (start > now) break;
    current = rate;
  }
  return current;
}

/**
 * A schedule after an amendment in epoch `now`, without the steps that are over (consensus-core §4.6). Throws `StakingError`
 * `commissionSchedule`, or `rateChangeInterval` where the reference divides by zero.
 */
export function amendSchedule(
  current: CommissionSchedule,
  amendment: CommissionSchedule,
  rules: CommissionScheduleRules,
  now: Epoch,
): CommissionSchedule {
  within("amendment", () => {
    checkComplexity(amendment, rules);
    checkSteps(amendment, rules);
    checkLead(amendment, rules, now, isEmpty(current.bounds));
  });
  const pruned = pruneSchedule(current, now);
  const amended = {
    rates: replaceFrom(pruned.rates, amendment.rates),
    bounds: replaceFrom(pruned.bounds, amendment.bounds),
  };
  within("after pruning and amending", () => {
    checkComplexity(amended, rules);
    checkWithinBounds(amended, now);
  });
  return amended;
}

/** Throws as `amendSchedule` for a schedule that may not stand in a genesis document of epoch `now` (consensus-core §4.6). */
export function checkGenesisSchedule(
  schedule: CommissionSchedule,
  rules: CommissionScheduleRules,
  now: Epoch,
): void {
  checkComplexity(schedule, rules);
  checkSteps(schedule, rules);
  within("after pruning", () => checkWithinBounds(pruneSchedule(schedule, now), now));
}

/** The schedule without steps that a later one has replaced by epoch `now`. */
export function pruneSchedule({rates, bounds}: CommissionSchedule, now: Epoch): CommissionSchedule {
  return {rates: prune(rates, now), bounds: prune(bounds, now)};
}

function prune<T extends Step>(steps: T[] | null, now: Epoch): T[] | null {
  if (steps === null) return null;
  let first = 0;
  while (hasBegun(steps[first + 1], now)) first++;
  return steps.slice(first);
}

/** What begins no earlier than the new steps gives way to them. */
function replaceFrom<T extends Step>(steps: T[] | null, added: T[] | null): T[] | null {
  const [begin] = added ?? [];
  if (begin === undefined) return steps;
  const kept = steps ?? [];
  const end = kept.findIndex(({start}) => start >= begin.start);
  return [...kept.slice(0, end < 0 ? kept.length : end), ...(added ?? [])];
}

interface Step {
  readonly start: Epoch;
}

function checkComplexity({rates, bounds}: CommissionSchedule, rules: CommissionScheduleRules): void {
  checkLength("rate", rates ?? [], rules.maxRateSteps);
  checkLength("bound", bounds ?? [], rules.maxBoundSteps);
}

function checkLength(kind: string, {length}: readonly Step[], max: number): void {
  if (length > max) throw refusal(`${kind} schedule ${length} steps exceeds maximum ${max}`);
}

function checkSteps({rates, bounds}: CommissionSchedule, rules: CommissionScheduleRules): void {
  checkEach("rate", rates ?? [], rules, ({rate}, at) => checkUnity(`${at} rate`, rate));
  checkEach("bound", bounds ?? [], rules, ({rateMin, rateMax}, at) => {
    checkUnity(`${at} minimum rate`, rateMin);
    checkUnity(`${at} maximum rate`, rateMax);
    if (rateMax < rateMin)
      throw refusal(`${at} maximum rate ${rateMax}/${unity} less than minimum rate ${rateMin}/${unity}`);
  });
}

function checkEach<T extends Step>(
  kind: string,
  steps: readonly T[],
  {rateChangeInterval: interval}: CommissionScheduleRules,
  check: (step: T, at: string) => void,
): void {
  for (const [i, step] of steps.entries()) {
    const at = `${kind} step ${i}`;
    if (interval === 0n)
      throw new StakingError("rateChangeInterval", "runtime error: integer divide by zero", {details: {at}});
    if (step.start % interval !== 0n)
      throw refusal(
        `${at} start epoch ${step.start} not aligned with commission rate change interval ${interval}`,
      );
    const previous = steps[i - 1];
    if (previous !== undefined && step.start <= previous.start)
      throw refusal(`${at} start epoch ${step.start} not after previous step start epoch ${previous.start}`);
    check(step, at);
  }
}

function checkUnity(at: string, rate: Quantity): void {
  if (rate > unity) throw refusal(`${at} ${rate}/${unity} over unity`);
}

/** Rates may change from the next epoch on, bounds only some time ahead unless they are the first. */
function checkLead(
  {rates, bounds}: CommissionSchedule,
  {rateBoundLead}: CommissionScheduleRules,
  now: Epoch,
  isFirst: boolean,
): void {
  const [rate] = rates ?? [];
  if (rate !== undefined && rate.start <= now)
    throw refusal(`rate schedule with start epoch ${rate.start} must not alter rate on or before ${now}`);
  const [bound] = bounds ?? [];
  const earliest = BigInt.asUintN(64, now + 1n + (isFirst ? 0n : rateBoundLead));
  if (bound !== undefined && bound.start < earliest)
    throw refusal(`bound schedule with start epoch ${bound.start} must not alter before ${earliest}`);
}

/** Walks both lists in time: every rate must keep to the bounds that hold at the same time. */
function checkWithinBounds(schedule: CommissionSchedule, now: Epoch): void {
  const [rates, bounds] = [schedule.rates ?? [], schedule.bounds ?? []];
  let [rate] = rates;
  let [bound] = bounds;
  if (rate === undefined && bound === undefined) return;
  if (rate === undefined) throw refusal("rates missing");
  if (bound === undefined) throw refusal("bounds missing");
  const isFuture = rate.start > now || bound.start > now;
  // Those that have begun may have begun at different times.
  if (isFuture && rate.start !== bound.start)
    throw refusal(
      `rate schedule start epoch ${rate.start} and bound schedule start epoch ${bound.start} don't match`,
    );
  let epoch = isFuture ? rate.start : now;
  for (let [i, j] = [0, 0]; ; ) {
    checkRate(rate, i, bound, j, epoch);
    const [nextRate, nextBound] = [rates[i + 1], bounds[j + 1]];
    const next = earlier(nextRate, nextBound);
    if (next === undefined) return;
    if (nextRate?.start === next) [rate, i] = [nextRate, i + 1];
    if (nextBound?.start === next) [bound, j] = [nextBound, j + 1];
    epoch = next;
  }
}

function earlier(a: Step | undefined, b: Step | undefined): Epoch | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.start;
  return a.start < b.start ? a.start : b.start;
}

function checkRate(
  {rate}: CommissionRateStep,
  i: number,
  {rateMin, rateMax}: CommissionRateBoundStep,
  j: number,
  epoch: Epoch,
): void {
  const refuse = (relation: string, limit: Quantity): StakingError =>
    refusal(
      `rate ${rate}/${unity} from rate step ${i} ${relation} rate ${limit}/${unity} from bound step ${j} at epoch ${epoch}`,
    );
  if (rate < rateMin) throw refuse("less than minimum", rateMin);
  if (rate > rateMax) throw refuse("greater than maximum", rateMax);
}

function hasBegun(step: Step | undefined, now: Epoch): boolean {
  return step !== undefined && step.start <= now;
}

function isEmpty(steps: readonly Step[] | null): boolean {
  return steps === null || steps.length === 0;
}

function refusal(message: string): StakingError {
  return new StakingError("commissionSchedule", message);
}

/** Says during which part of a check a schedule was refused. */
function within(part: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof StakingError) || error.code !== "commissionSchedule") throw error;
    throw new StakingError("commissionSchedule", `${part}: ${error.message}`, {cause: error});
  }
}
