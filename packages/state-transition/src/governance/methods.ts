import {defineMethods} from "../consensus/index.ts";
import {ProposalContent, ProposalVote} from "./types/proposal.ts";
import {validateProposalContent} from "./validate.ts";

/** Transaction methods of governance (consensus-core §6). */
export const governanceMethods = defineMethods("governance", {
  SubmitProposal: {body: ProposalContent, validate: validateProposalContent},
  CastVote: {body: ProposalVote},
});
