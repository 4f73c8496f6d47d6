import {type ErrorDetails, TypedError} from "@oasis-node/primitives/errors";

const messages = {
  insufficientParticipants: "beacon: insufficient beacon participants",
  invalidMethod: "beacon: invalid method",
  noStatus: "beacon: failed to get node status",
  noCommittedState: "beacon: no committed state to take the epoch from",
  methodDisabled: "beacon: method is disabled via consensus",
  timeTravel: "beacon: explicit epoch does not advance time",
  epochPending: "beacon: explicit epoch transition already pending",
  notLocal: "beacon: rejecting non-local beacon tx",
  unknownProposer: "beacon: failed to resolve proposer node",
  notProposer: "beacon: rejecting beacon tx not from proposer",
  multipleTransactions: "beacon: rejecting multiple beacon txes per block",
  noRound: "beacon: no PVSS state, round not in progress",
  notNode: "beacon: tx not from a node",
  noBeaconPoint: "beacon: tx signer missing beacon metadata",
  badParticipant: "beacon: rejecting tx from bad participant",
  pointChanged: "beacon: tx signer point updated in registry",
  notParticipant: "beacon: tx signer not a participant in the current round",
  unexpectedCommit: "beacon: unexpected commit tx",
  malformedBody: "beacon: failed to deserialize tx",
  epochMismatch: "beacon: epoch mismatch in tx",
  roundMismatch: "beacon: round mismatch in tx",
  missingMessage: "beacon: tx missing actual commitment or reveal",
  indexMismatch: "beacon: tx index mismatch",
  alteredCommit: "beacon: participant attempted to alter commit",
  repeatedReveal: "beacon: reveal tx already received for participant",
  alteredReveal: "beacon: participant attempted to alter reveal",
  earlyReveal: "beacon: early reveal tx",
  lateReveal: "beacon: ignoring late reveal tx",
  unexpectedReveal: "beacon: unexpected reveal tx",
  badCommit: "beacon: failed to process commit tx",
  badReveal: "beacon: failed to process reveal tx",
} as const;

/** The beacon refuses something. The reference gives these errors no number: (unknown, 1) as a result. */
export class BeaconError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: ErrorDetails = {}, cause?: unknown) {
    super(code, messages[code], {details, cause});
  }
}
