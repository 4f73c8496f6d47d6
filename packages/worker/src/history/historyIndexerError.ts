import {TypedError} from "@oasis-node/primitives/errors";

/**
 * - `roundMismatch`: the block at a height is not that of the round that ended there;
 * - `unknownNode`: a node that took part in a round is not in the registry.
 */
export type HistoryIndexerErrorCode = "roundMismatch" | "unknownNode";

/** The chain told something that does not fit together; it is asked again. */
export class HistoryIndexerError extends TypedError<HistoryIndexerErrorCode> {}
