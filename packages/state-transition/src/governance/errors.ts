import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of the governance module (consensus-core §10). */
export const governanceErrors = errorModule("governance", {
  invalidArgument: [1, "governance: invalid argument"],
  upgradeTooSoon: [2, "governance: upgrade too soon"],
  upgradeAlreadyPending: [3, "governance: upgrade already pending"],
  noSuchUpgrade: [4, "governance: no such upgrade"],
  noSuchProposal: [5, "governance: no such proposal"],
  notEligible: [6, "governance: not eligible"],
  votingIsClosed: [7, "governance: voting is closed"],
});
