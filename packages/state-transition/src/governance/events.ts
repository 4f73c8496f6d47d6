import {encode, type Schema} from "@oasis-node/primitives/cbor";
import {attribute, type Context} from "../context/index.ts";
import {
  ProposalExecutedEvent,
  ProposalFinalizedEvent,
  ProposalSubmittedEvent,
  VoteEvent,
} from "./types/events.ts";

/** Name of the application, which its events carry (consensus-core §1.1). */
export const governanceAppName = "300_governance";

/** Kinds of events, as attribute keys, and what each carries (consensus-core §1.12, §6.8). */
export const governanceEventKinds = {
  proposalSubmitted: {key: "proposal-submitted", body: ProposalSubmittedEvent},
  proposalExecuted: {key: "proposal-executed", body: ProposalExecutedEvent},
  proposalFinalized: {key: "proposal-finalized", body: ProposalFinalizedEvent},
  vote: {key: "vote", body: VoteEvent},
} as const;

export function emitGovernanceEvent<T>(
  ctx: Context,
  {key, body}: {readonly key: string; readonly body: Schema<T>},
  value: T,
): void {
  ctx.emit(governanceAppName, attribute(key, encode(body, value)));
}
