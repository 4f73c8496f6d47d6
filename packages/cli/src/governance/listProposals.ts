import {list} from "@oasis-node/primitives/cbor";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {Proposal} from "@oasis-node/state-transition/governance";
import type {CommandRun} from "../framework/index.ts";
import type {listProposalsOptions} from "./options.ts";
import {printAnswer, unprintableResult} from "./printAnswer.ts";

/** `governance list_proposals`; none is `null`. */
export const listProposals: CommandRun<typeof listProposalsOptions> = (context) =>
  printAnswer(context, {
    schema: list(Proposal),
    name: "proposals",
    jsonName: "proposals",
    unprintable: unprintableResult,
    ask: (governance) =>
      context.options.include_closed
        ? governance.proposals(latestHeight)
        : governance.activeProposals(latestHeight),
  });
