import {parseJsonFile, readFileAt} from "@oasis-node/node/files";
import {fromJson} from "@oasis-node/primitives/cbor";
import {governanceMethods, ProposalContent} from "@oasis-node/state-transition/governance";
import {UpgradeDescriptor, validateUpgradeDescriptor} from "@oasis-node/state-transition/upgrade";
import {
  type CommandContext,
  type CommandRun,
  type Environment,
  failuresOf,
  orFail,
} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import type {submitProposalOptions} from "./options.ts";

const failed = failuresOf("cmd/governance");

/** `governance gen_submit_proposal`: for an upgrade, or the cancellation of one. */
export const genSubmitProposal: CommandRun<typeof submitProposalOptions> = async (context) => {
  await generateTransaction(context, governanceMethods["governance.SubmitProposal"], async () => ({
    body: await proposal(context),
  }));
};

async function proposal({
  options,
  environment,
}: CommandContext<typeof submitProposalOptions>): Promise<ProposalContent> {
  const file = options["proposal.upgrade.descriptor"];
  const proposalId = options["proposal.cancel_upgrade.id"];
  if (file !== "") return ProposalContent.make({upgrade: await descriptor(file, environment)});
  if (proposalId !== 0n) return ProposalContent.make({cancelUpgrade: {proposalId}});
  const either = "either 'proposal.upgrade.descriptor' or 'proposal.cancel_upgrade.id' required";
  throw failed(`missing required arguments: ${either}`);
}

async function descriptor(file: string, environment: Environment): Promise<UpgradeDescriptor> {
  const bytes = await orFail(
    () => readFileAt(file, environment),
    (err) => failed("failed to read upgrade descriptor", {err}),
  );
  const upgrade = await orFail(
    () => fromJson(UpgradeDescriptor, parseJsonFile(bytes)),
    (err) => failed("can't parse upgrade descriptor", {err}),
  );
  await orFail(
    () => validateUpgradeDescriptor(upgrade),
    (err) => failed("submitted upgrade descriptor is not valid", {err}),
  );
  return upgrade;
}
