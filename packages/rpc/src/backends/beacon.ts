import {EngineError} from "@oasis-node/consensus/engine";
import type {ChainStreams} from "@oasis-node/consensus/streams";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {beaconQueries, exportBeacon} from "@oasis-node/state-transition/beacon";
import type {Api, CallOptions} from "../service/index.ts";
import type {beaconService} from "../services/index.ts";
import {atHeight, type OwnChain} from "./chain.ts";

/** The node's own answers about epochs and randomness. */
export function beaconBackend(chain: OwnChain): Api<typeof beaconService> {
  const {queries, streams} = chain;
  const {beacon: genesis, height: firstHeight} = queries.genesis;
  const base = {epoch: genesis.base, height: firstHeight};
  return {
    getBaseEpoch: async () => base.epoch,
    getEpoch: atHeight(chain, ({beacon}) => beacon.epoch()),
    getFutureEpoch: atHeight(chain, ({beacon}) => beacon.futureEpoch()),
    getEpochBlock: async (epoch) => queries.states.epochBlock(epoch, base),
    waitEpoch: (epoch, options) => waitEpoch(streams, epoch, options ?? {}),
    getBeacon: atHeight(chain, ({beacon}) => beaconQueries.beacon(beacon)),
    stateToGenesis: atHeight(chain, ({beacon}) => exportBeacon(beacon)),
    consensusParameters: atHeight(chain, ({beacon}) => beacon.parameters()),
    getPVSSState: atHeight(chain, ({beacon}) => beacon.pvssState()),
    watchEpochs: (_, options) => streams.epochs(options),
  };
}

/** Throws the signal's reason, and `EngineError` `stopped` when the engine stops before. */
async function waitEpoch(streams: ChainStreams, wanted: Epoch, {signal}: CallOptions): Promise<void> {
  for await (const epoch of streams.epochs({signal})) {
    if (epoch >= wanted) return;
  }
  signal?.throwIfAborted();
  throw new EngineError("stopped", "the engine stopped before the epoch came", {details: {wanted}});
}
