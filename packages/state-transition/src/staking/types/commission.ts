import {list, omitEmpty, struct, u16, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";

/** Rates are in units of 1 / 100000 (consensus-core §4.6). */
export const commissionRateDenominator = 100_000n;

/** How commission schedules may change; intervals in epochs (consensus-core §4.2). */
export const CommissionScheduleRules = struct("staking.CommissionScheduleRules", {
  rateChangeInterval: omitEmpty(Epoch),
  rateBoundLead: omitEmpty(Epoch),
  maxRateSteps: omitEmpty(u16),
  maxBoundSteps: omitEmpty(u16),
});
export type CommissionScheduleRules = ValueOf<typeof CommissionScheduleRules>;

/** A commission rate and the epoch from which it counts (consensus-core §4.6). */
export const CommissionRateStep = struct("staking.CommissionRateStep", {
  start: omitEmpty(Epoch),
  rate: omitEmpty(Quantity),
});
export type CommissionRateStep = ValueOf<typeof CommissionRateStep>;

/** Bounds of the commission rate and the epoch from which they count (consensus-core §4.6). */
export const CommissionRateBoundStep = struct("staking.CommissionRateBoundStep", {
  start: omitEmpty(Epoch),
  rateMin: omitEmpty(Quantity),
  rateMax: omitEmpty(Quantity),
});
export type CommissionRateBoundStep = ValueOf<typeof CommissionRateBoundStep>;

/** Rates and bounds of an entity over time (consensus-core §4.6). */
export const CommissionSchedule = struct("staking.CommissionSchedule", {
  rates: omitEmpty(list(CommissionRateStep)),
  bounds: omitEmpty(list(CommissionRateBoundStep)),
});
export type CommissionSchedule = ValueOf<typeof CommissionSchedule>;
