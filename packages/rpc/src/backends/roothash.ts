import {exportRoothashPart} from "@oasis-node/consensus/queries";
import {roothashQueries as ask, roothashEvents} from "@oasis-node/state-transition/roothash";
import type {Api} from "../service/index.ts";
import type {roothashService} from "../services/index.ts";
import {atHeight, atHeightOf, type OwnChain} from "./chain.ts";

/** The node's own answers about the blocks of runtimes. */
export function roothashBackend(chain: OwnChain): Api<typeof roothashService> {
  const {queries, streams} = chain;
  return {
    getGenesisBlock: atHeightOf(chain, ({roothash}, {runtimeId}) => ask.genesisBlock(roothash, runtimeId)),
    getLatestBlock: atHeightOf(chain, ({roothash}, {runtimeId}) => ask.latestBlock(roothash, runtimeId)),
    getRuntimeState: atHeightOf(chain, ({roothash}, {runtimeId}) => ask.runtimeState(roothash, runtimeId)),
    stateToGenesis: (height) => exportRoothashPart(queries, height),
    consensusParameters: atHeight(chain, ({roothash}) => roothash.parameters()),
    getEvents: (height) => queries.events(height, roothashEvents),
    watchBlocks: (runtimeId, options) => streams.runtimeBlocks(runtimeId, options),
    watchEvents: (runtimeId, options) => streams.runtimeEvents(runtimeId, options),
  };
}
