import {keymanagerQueries as ask} from "@oasis-node/state-transition/keymanager";
import type {Api} from "../service/index.ts";
import type {keymanagerService} from "../services/index.ts";
import {atHeight, atHeightOf, type OwnChain} from "./chain.ts";

/** The node's own answers about key managers. */
export function keymanagerBackend(chain: OwnChain): Api<typeof keymanagerService> {
  return {
    getStatus: atHeightOf(chain, ({keymanager}, {id}) => ask.status(keymanager, id)),
    getStatuses: atHeight(chain, ({keymanager}) => ask.statuses(keymanager)),
  };
}
