import {type Context, HaltError} from "../context/index.ts";
import {emitEpoch} from "./events.ts";
import {nextEpoch, scheduleInsecureEpoch} from "./insecure.ts";
import {BeaconState} from "./state.ts";
import {type BeaconGenesis, beaconBackends} from "./types/parameters.ts";

/** Starts the beacon at the base epoch; a mock backend has none until it is told one (consensus-paratime §1.5, §1.6). */
export function initBeacon(context: Context, {base, parameters}: BeaconGenesis): void {
  const state = new BeaconState(context.tree);
  state.setParameters(parameters);
  if (!Object.values<string>(beaconBackends).includes(parameters.backend)) {
    throw new HaltError("initChain", `beacon: unsupported backend: '${parameters.backend}'`);
  }
  if (parameters.debugMockBackend) return;
  state.setEpoch(base, context.chain.initialHeight);
  emitEpoch(context, base);
  if (parameters.backend === beaconBackends.insecure) {
    scheduleInsecureEpoch(state, parameters, nextEpoch(base));
  }
}

/** The beacon's part of a genesis document that goes on from this state (consensus-core §8.2). */
export function exportBeacon(state: BeaconState): BeaconGenesis {
  return {base: state.epoch(), parameters: state.parameters()};
}
