import {list} from "@oasis-node/primitives/cbor";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {VoteEntry} from "@oasis-node/state-transition/governance";
import type {CommandRun} from "../framework/index.ts";
import type {proposalOptions} from "./options.ts";
import {printAnswer, requiredProposal} from "./printAnswer.ts";

/** `governance proposal_votes`. */
export const proposalVotes: CommandRun<typeof proposalOptions> = async (context) => {
  const proposalId = requiredProposal(context.options["proposal.id"]);
  await printAnswer(context, {
    schema: list(VoteEntry),
    name: "proposal votes",
    jsonName: "votes",
    unprintable: (vote) => `error calling MarshalText for type api.Vote: ${vote}`,
    ask: (governance) => governance.votes({height: latestHeight, proposalId}),
  });
};
