import {latestHeight} from "@oasis-node/primitives/epoch";
import {Proposal} from "@oasis-node/state-transition/governance";
import type {CommandRun} from "../framework/index.ts";
import type {proposalOptions} from "./options.ts";
import {printAnswer, requiredProposal, unprintableResult} from "./printAnswer.ts";

/** `governance proposal_info`. */
export const proposalInfo: CommandRun<typeof proposalOptions> = async (context) => {
  const proposalId = requiredProposal(context.options["proposal.id"]);
  await printAnswer(context, {
    schema: Proposal,
    name: "proposal",
    jsonName: "proposal",
    unprintable: unprintableResult,
    ask: (governance) => governance.proposal({height: latestHeight, proposalId}),
  });
};
