import {TypedError} from "@oasis-node/primitives/errors";

/**
 * What a participant finds wrong in the chain's round.
 *
 * - `missingCommit`: a commit that was there is gone, most likely the own one;
 * - `changedCommit`, `changedReveal`: one that was there is another now;
 * - `wrongEntropy`: the recovered entropy is not the chain's.
 */
export class RoundError extends TypedError<
  "missingCommit" | "changedCommit" | "changedReveal" | "wrongEntropy"
> {}
