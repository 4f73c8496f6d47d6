import {TypedError} from "@oasis-node/primitives/errors";

/**
 * Refusals to which the reference gives no code: (unknown, 1) as a result.
 *
 * - `reservedAddress`: an account of the protocol itself where a person's is wanted;
 * - `noClaim`: a stake claim to remove does not exist;
 * - `malformedThreshold`: a claimed threshold is neither global nor constant;
 * - `commissionSchedule`: a schedule or its amendment breaks the rules (consensus-core §4.6);
 * - `rateChangeInterval`: the rules let schedules change every 0 epochs, on which the reference crashes;
 * - `overflow`: a counter of signed blocks leaves 64 bits;
 * - `sanity`: genesis or state is not consistent;
 * - `unknownEvent`: an event that carries the name of staking and is none of its kinds.
 */
export class StakingError extends TypedError<
  | "reservedAddress"
  | "noClaim"
  | "malformedThreshold"
  | "commissionSchedule"
  | "rateChangeInterval"
  | "overflow"
  | "sanity"
  | "unknownEvent"
> {}
