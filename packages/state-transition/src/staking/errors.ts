import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of the staking module (consensus-core §10). */
export const stakingErrors = errorModule("staking", {
  invalidArgument: [1, "staking: invalid argument"],
  invalidSignature: [2, "staking: invalid signature"],
  insufficientBalance: [3, "staking: insufficient balance"],
  insufficientStake: [4, "staking: insufficient stake"],
  forbidden: [5, "staking: forbidden by policy"],
  invalidThreshold: [6, "staking: invalid threshold"],
  tooManyAllowances: [7, "staking: too many allowances"],
  underMinDelegationAmount: [8, "staking: amount is lower than the minimum delegation amount"],
});
