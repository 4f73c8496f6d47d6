import {TypedError} from "@oasis-node/primitives/errors";

/**
 * - `noInput`: a transaction without input;
 * - `duplicateInput`: the same input twice in one batch;
 * - `malformed`: artifacts that do not decode or do not belong together;
 * - `order`: places in the batch with gaps or repetitions;
 * - `tooLarge`: more inputs, outputs or bytes than allowed;
 * - `invalidKey`: a key that is neither of an artifact nor of a tag;
 * - `rootMismatch`: the inputs do not make the root they should.
 */
export type IoTreeErrorCode =
  | "noInput"
  | "duplicateInput"
  | "malformed"
  | "order"
  | "tooLarge"
  | "invalidKey"
  | "rootMismatch";

/** Inputs and outputs of a round that are not as they should be (runtime-workers §4.5.3). */
export class IoTreeError extends TypedError<IoTreeErrorCode> {}
