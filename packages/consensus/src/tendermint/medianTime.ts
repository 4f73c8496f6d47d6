import {blockIdFlags, type Commit} from "./commit.ts";
import {findValidator, type ValidatorSet} from "./validatorSet.ts";

/**
 * Time of the block after the commit: the median of the times of its votes by voting power, so that less than a third of
 * the power cannot move it (BFT time). Null when nobody who voted is among the validators.
 */
export function medianTime({signatures}: Commit, validators: ValidatorSet): bigint | null {
  const votes = signatures.flatMap(({blockIdFlag, validatorAddress, timestamp}) => {
    if (blockIdFlag === blockIdFlags.absent) return [];
    const found = findValidator(validators, validatorAddress);
    return found === null ? [] : [{timestamp, power: found.validator.votingPower}];
  });
  votes.sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
  let rest = votes.reduce((total, {power}) => total + power, 0n) / 2n;
  for (const {timestamp, power} of votes) {
    if (rest <= power) return timestamp;
    rest -= power;
  }
  return null;
}
