export {LightError, type LightErrorCode} from "./lightError.ts";
export {
  type CommitClaim,
  type Fraction,
  verifyCommit,
  verifyCommitLight,
  verifyCommitLightTrusting,
} from "./verifyCommit.ts";
export {
  defaultTrustLevel,
  type LightClock,
  type TrustedHeader,
  type UntrustedHeader,
  verify,
  verifyAdjacent,
  verifyNonAdjacent,
} from "./verifyHeader.ts";
