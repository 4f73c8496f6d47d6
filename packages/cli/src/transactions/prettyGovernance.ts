import {prettyProtocolVersions} from "@oasis-node/primitives/version";
import {memberText} from "@oasis-node/state-transition/enumeration";
import {type ProposalContent, type ProposalVote, votes} from "@oasis-node/state-transition/governance";

/** What a proposal proposes, as the command line of the reference shows it (cli-config-grpc §3.2). */
export function prettyProposal({upgrade, cancelUpgrade}: ProposalContent, prefix: string): string {
  if (upgrade !== null && cancelUpgrade === null) {
    return [
      `${prefix}Upgrade:\n`,
      `${prefix}  Handler: ${upgrade.handler}\n`,
      `${prefix}  Target Version:\n`,
      prettyProtocolVersions(upgrade.target, `${prefix}    `),
      `${prefix}  Epoch: ${upgrade.epoch}\n`,
    ].join("");
  }
  if (cancelUpgrade !== null && upgrade === null)
    return `${prefix}Cancel Upgrade:\n${prefix}  Proposal ID: ${cancelUpgrade.proposalId}\n`;
  return `${prefix}(invalid)\n`;
}

/** A vote, likewise. */
export function prettyVote({id, vote}: ProposalVote, prefix: string): string {
  const shown = memberText(votes, vote) ?? `[unknown vote: ${vote}]`;
  return `${prefix}Proposal ID: ${id}\n${prefix}Vote:        ${shown}\n`;
}
