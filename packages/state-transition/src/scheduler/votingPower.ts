import {TypedError} from "@oasis-node/primitives/errors";

/** Base units that make one unit of voting power. */
const baseUnitsPerVotingPower = 16n;
const maxI64 = 2n ** 63n - 1n;

/** A stake whose voting power does not fit an i64. */
export class VotingPowerError extends TypedError<"tooMuch"> {}

/**
 * Voting power of a stake in base units: a 16th of it, but never zero, which would remove the validator
 * (consensus-paratime §2.3). Throws `VotingPowerError` beyond an i64.
 */
export function votingPower(stake: bigint): bigint {
  const power = stake / baseUnitsPerVotingPower;
  if (power > maxI64)
    throw new VotingPowerError("tooMuch", `${power} is too many base units to convert to power`);
  return power === 0n ? 1n : power;
}
