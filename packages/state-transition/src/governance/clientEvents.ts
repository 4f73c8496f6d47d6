import {decode, type Schema} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {type Event, type EventAttribute, eventType} from "../context/index.ts";
import {governanceAppName, governanceEventKinds as kinds} from "./events.ts";
import {GovernanceEvent} from "./types/events.ts";

/** An event that carries the name of governance and is none of its kinds. */
export class GovernanceEventError extends TypedError<"unknownEvent"> {}

/** Where events come from: the hash of the transaction, or the empty hash for the boundaries of a block. */
export type GovernanceEventOrigin = Pick<GovernanceEvent, "height" | "txHash">;

/**
 * The events of governance among all of a transaction or a boundary of a block, as clients get them (consensus-core §1.12).
 * Throws `GovernanceEventError`, or `CborError` for a value that does not decode.
 */
export function governanceEvents(events: readonly Event[], origin: GovernanceEventOrigin): GovernanceEvent[] {
  return events
    .filter(({type}) => type === eventType(governanceAppName))
    .flatMap(({attributes}) => attributes)
    .map((attribute) => GovernanceEvent.make({...origin, ...contentOf(attribute)}));
}

function contentOf({key, value}: EventAttribute): Partial<GovernanceEvent> {
  const read = <T>({body}: {readonly body: Schema<T>}): T => decode(body, value);
  const kind = Buffer.from(key).toString();
  switch (kind) {
    case kinds.proposalSubmitted.key:
      return {proposalSubmitted: read(kinds.proposalSubmitted)};
    case kinds.proposalExecuted.key:
      return {proposalExecuted: read(kinds.proposalExecuted)};
    case kinds.proposalFinalized.key:
      return {proposalFinalized: read(kinds.proposalFinalized)};
    case kinds.vote.key:
      return {vote: read(kinds.vote)};
    default:
      throw new GovernanceEventError("unknownEvent", `governance: unknown event type: key: ${kind}`);
  }
}
