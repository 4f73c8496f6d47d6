import {type App, handle} from "../context/index.ts";
import {beginGovernanceBlock, endGovernanceBlock} from "./block.ts";
import {governanceAppName} from "./events.ts";
import {submitAllLocally} from "./localUpgrades.ts";
import {governanceMethods} from "./methods.ts";
import {castVote} from "./transactions/castVote.ts";
import {submitProposal} from "./transactions/submitProposal.ts";

/** The application of governance (consensus-core §6). */
export function governanceApp(): App {
  return {
    name: governanceAppName,
    handlers: new Map([
      handle(governanceMethods["governance.SubmitProposal"], submitProposal),
      handle(governanceMethods["governance.CastVote"], castVote),
    ]),
    beginBlock: beginGovernanceBlock,
    endBlock: (ctx) => {
      endGovernanceBlock(ctx);
      return undefined;
    },
    stateLoaded: submitAllLocally,
  };
}
