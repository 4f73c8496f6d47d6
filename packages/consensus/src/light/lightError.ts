import {TypedError} from "@oasis-node/primitives/errors";

/**
 * notAdjacent, adjacent: the heights are not those the function is for. expired: the trusted header is too old to build
 * on. invalidHeader: the new one is wrong, for the reason given. wrongValidators: it is not of the validators that were
 * announced. untrusted: too few of the validators
 * that are trusted signed. wrongSetSize, wrongHeight, wrongBlock, wrongSignature, doubleVote, tooLittlePower: of commits.
 * invalidTrustLevel: no fraction, or one that cannot be computed with.
 */
export type LightErrorCode =
  | "notAdjacent"
  | "adjacent"
  | "expired"
  | "invalidHeader"
  | "wrongValidators"
  | "untrusted"
  | "wrongSetSize"
  | "wrongHeight"
  | "wrongBlock"
  | "wrongSignature"
  | "doubleVote"
  | "tooLittlePower"
  | "invalidTrustLevel";

/** A light client must not accept what it was given; the text is the reference's. */
export class LightError extends TypedError<LightErrorCode> {}
