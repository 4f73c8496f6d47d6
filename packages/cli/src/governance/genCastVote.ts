import {fromJson} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {governanceMethods, type ProposalVote, Vote} from "@oasis-node/state-transition/governance";
import {type CommandContext, type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import type {castVoteOptions} from "./options.ts";

const failed = failuresOf("cmd/governance");

/** A text that is no vote. */
class VoteError extends TypedError<"vote"> {}

/** `governance gen_cast_vote`. */
export const genCastVote: CommandRun<typeof castVoteOptions> = async (context) => {
  await generateTransaction(context, governanceMethods["governance.CastVote"], async () => ({
    body: await vote(context),
  }));
};

async function vote({options}: CommandContext<typeof castVoteOptions>): Promise<ProposalVote> {
  const id = options["vote.proposal.id"];
  if (id === 0n) throw failed("vote proposal ID required");
  return {
    id,
    vote: await orFail(
      () => voteFromText(options.vote),
      (err) => failed("failed to parse vote", {err}),
    ),
  };
}

function voteFromText(text: string): Vote {
  try {
    return fromJson(Vote, text);
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    throw new VoteError("vote", `invalid vote: ${text}`, {cause});
  }
}
