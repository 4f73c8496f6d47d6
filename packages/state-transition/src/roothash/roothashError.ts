import {TypedError} from "@oasis-node/primitives/errors";

/**
 * Refusals of roothash to which the reference gives no module and number: unknown/1 as a result, unless the cause has one
 * (consensus-paratime §3.3). Messages are the reference's.
 */
export class RoothashError extends TypedError<
  | "rejectingTransactions"
  | "noRuntimeState"
  | "badCommitment"
  | "badEvidence"
  | "invalidCommitmentSignature"
  | "noScheduler"
  | "notScheduler"
  | "notCommitteeMember"
  | "notSlashed"
  | "unknownEvent"
> {}
