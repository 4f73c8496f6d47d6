import {TypedError} from "@oasis-node/primitives/errors";

/** What is wrong: the thing that fails its checks, a change of validators that cannot be made, or arithmetic that cannot be. */
export type TendermintErrorCode =
  | "invalidHash"
  | "invalidBlockId"
  | "invalidHeader"
  | "invalidCommit"
  | "invalidVote"
  | "invalidProposal"
  | "invalidPart"
  | "invalidValidator"
  | "invalidValidatorSet"
  | "invalidSignedHeader"
  | "invalidLightBlock"
  | "invalidEvidence"
  | "invalidChange"
  | "powerOverflow";

/** Something of the consensus engine fails the reference's checks; the text is the reference's. */
export class TendermintError extends TypedError<TendermintErrorCode> {}

/** Runs checks of a part; what they throw names the whole, with a text before theirs. */
export function within(code: TendermintErrorCode, prefix: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TendermintError(code, `${prefix}: ${error.message}`, {cause: error});
  }
}
