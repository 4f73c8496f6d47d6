import {TypedError} from "@oasis-node/primitives/errors";
import {validateUpgradeDescriptor} from "../upgrade/index.ts";
import type {ProposalContent} from "./types/proposal.ts";

/** A proposal that proposes nothing, or two things at once. */
export class ProposalContentError extends TypedError<"noFields" | "multipleFields"> {}

/** What can be told about a proposal by itself. Throws `ProposalContentError` or `UpgradeDescriptorError`. */
export function validateProposalContent({upgrade, cancelUpgrade}: ProposalContent): void {
  if (upgrade !== null && cancelUpgrade !== null) {
    throw new ProposalContentError("multipleFields", "proposal content has multiple fields set");
  }
  if (upgrade !== null) validateUpgradeDescriptor(upgrade);
  else if (cancelUpgrade === null)
    throw new ProposalContentError("noFields", "proposal content has no fields set");
}
