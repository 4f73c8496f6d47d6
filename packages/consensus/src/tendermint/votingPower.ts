import {clip} from "./int64.ts";
import {TendermintError} from "./tendermintError.ts";
import type {Validator} from "./validator.ts";

/** Voting power of a whole set at most: an eighth of the largest number of 64 bits, so that priorities never overflow. */
export const maxTotalVotingPower = (2n ** 63n - 1n) / 8n;

/** Sum of powers. Throws `TendermintError` `powerOverflow`, where the reference crashes. */
export function sumOfPowers(validators: readonly Validator[]): bigint {
  let sum = 0n;
  for (const {votingPower} of validators) {
    sum = clip(sum + votingPower);
    if (sum > maxTotalVotingPower) {
      throw new TendermintError(
        "powerOverflow",
        `Total voting power should be guarded to not exceed ${maxTotalVotingPower}; got: ${sum}`,
      );
    }
  }
  return sum;
}
