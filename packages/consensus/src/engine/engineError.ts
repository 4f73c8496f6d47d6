import {TypedError} from "@oasis-node/primitives/errors";

/**
 * What an engine refuses.
 *
 * - `poolFull`: no room for further pending transactions now;
 * - `oversized`: a transaction larger than blocks or the chain's parameters allow;
 * - `duplicate`: a transaction that waits already, or has just been in a block;
 * - `badEvidence`: evidence that does not decode or proves nothing;
 * - `slowReader`: a subscription fell too far behind;
 * - `stopped`: the engine does not run (any more);
 * - `badStore`: stored blocks or results contradict the state or the genesis document;
 * - `doubleSign`: signing would contradict what was signed before;
 * - `otherValidators`: an engine that works alone meets validators that are not just this node's own key.
 */
export type EngineErrorCode =
  | "poolFull"
  | "oversized"
  | "duplicate"
  | "badEvidence"
  | "slowReader"
  | "stopped"
  | "badStore"
  | "doubleSign"
  | "otherValidators";

export class EngineError extends TypedError<EngineErrorCode> {}
