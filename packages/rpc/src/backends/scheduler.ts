import {schedulerQueries as ask, exportScheduler} from "@oasis-node/state-transition/scheduler";
import type {Api} from "../service/index.ts";
import type {schedulerService} from "../services/index.ts";
import {atHeight, atHeightOf, type OwnChain} from "./chain.ts";

/** The node's own answers about validators and committees. */
export function schedulerBackend(chain: OwnChain): Api<typeof schedulerService> {
  return {
    getValidators: atHeight(chain, ({scheduler, registry}) => ask.validators(scheduler, registry)),
    getCommittees: atHeightOf(chain, ({scheduler}, {runtimeId}) => ask.committees(scheduler, runtimeId)),
    stateToGenesis: atHeight(chain, ({scheduler}) => exportScheduler(scheduler)),
    consensusParameters: atHeight(chain, ({scheduler}) => scheduler.parameters()),
    watchCommittees: (_, options) => chain.streams.committees(options),
  };
}
