import {registryQueries as ask, exportRegistry, registryEvents} from "@oasis-node/state-transition/registry";
import type {Api} from "../service/index.ts";
import type {registryService} from "../services/index.ts";
import {atHeight, atHeightOf, type OwnChain} from "./chain.ts";

/** The node's own answers about entities, nodes and runtimes. */
export function registryBackend(chain: OwnChain): Api<typeof registryService> {
  const {queries, streams} = chain;
  return {
    getEntity: atHeightOf(chain, ({registry}, {id}) => ask.entity(registry, id)),
    getEntities: atHeight(chain, ({registry}) => ask.entities(registry)),
    getNode: atHeightOf(chain, ({registry, beacon}, {id}) => ask.node(registry, id, beacon.epoch())),
    getNodeByConsensusAddress: atHeightOf(chain, ({registry}, {address}) =>
      ask.nodeByConsensusAddress(registry, address ?? new Uint8Array()),
    ),
    getNodeStatus: atHeightOf(chain, ({registry}, {id}) => ask.nodeStatus(registry, id)),
    getNodes: atHeight(chain, ({registry, beacon}) => ask.nodes(registry, beacon.epoch())),
    getRuntime: atHeightOf(chain, ({registry}, {id}) => ask.runtime(registry, id)),
    getRuntimes: atHeightOf(chain, ({registry}, {includeSuspended}) =>
      ask.runtimes(registry, includeSuspended),
    ),
    stateToGenesis: atHeight(chain, ({registry}) => exportRegistry(registry)),
    getEvents: (height) => queries.events(height, registryEvents),
    watchEntities: (_, options) => streams.entities(options),
    watchNodes: (_, options) => streams.nodes(options),
    watchNodeList: (_, options) => streams.nodeLists(options),
    watchRuntimes: (_, options) => streams.runtimes(options),
  };
}
