import {type App, type BeginBlock, type Context, HaltError, handle} from "../context/index.ts";
import {beaconAppName} from "./events.ts";
import {beginInsecureBlock} from "./insecure.ts";
import {beaconDebugMethods, beaconMethods} from "./methods.ts";
import {beginPvssBlock} from "./pvss/beginBlock.ts";
import {BeaconState} from "./state.ts";
import {executePvssCommit} from "./transactions/pvssCommit.ts";
import {executePvssReveal} from "./transactions/pvssReveal.ts";
import {executeSetEpoch} from "./transactions/setEpoch.ts";
import {beaconBackends} from "./types/parameters.ts";

/** The beacon: keeps epochs and makes the randomness of elections (consensus-paratime §1). */
export function beaconApp(): App {
  return {
    name: beaconAppName,
    handlers: new Map([handle(beaconDebugMethods["000_beacon.SetEpoch"], executeSetEpoch)]),
    // An offender is found out, and punished, before the body is decoded, or for one that does not decode.
    rawHandlers: new Map([
      [beaconMethods["beacon.PVSSCommit"].name, executePvssCommit],
      [beaconMethods["beacon.PVSSReveal"].name, executePvssReveal],
    ]),
    beginBlock,
  };
}

function beginBlock(context: Context, request: BeginBlock): void {
  const state = new BeaconState(context.tree);
  const parameters = state.parameters();
  if (parameters.backend === beaconBackends.insecure) {
    beginInsecureBlock(context, state, parameters, request);
  } else if (parameters.backend === beaconBackends.pvss) {
    beginPvssBlock(context, state, parameters);
  } else {
    throw new HaltError("block", `beacon: unsupported backend: '${parameters.backend}'`);
  }
}
