import {beaconApp, initBeacon} from "../beacon/index.ts";
import type {App, Context} from "../context/index.ts";
import type {Document} from "../genesis/index.ts";
import {governanceApp, initGovernance} from "../governance/index.ts";
import {initKeymanager, keymanagerApp} from "../keymanager/index.ts";
import {initRegistry, registryApp} from "../registry/index.ts";
import {initRoothash, roothashApp, runtimeListener} from "../roothash/index.ts";
import {initScheduler, schedulerApp} from "../scheduler/index.ts";
import {initStaking, stakingApp} from "../staking/index.ts";
import type {GenesisRequest} from "./requests.ts";

/** An application and what it does at genesis. */
export interface ChainApp {
  readonly app: App;
  /** Writes the state of genesis. Throws are fatal. */
  initChain(context: Context, document: Document, request: GenesisRequest): void;
}

/** The applications of the consensus layer (consensus-core §1.1). */
export function consensusApps(): ChainApp[] {
  return [
    {app: beaconApp(), initChain: (context, {beacon}) => initBeacon(context, beacon)},
    {app: stakingApp(), initChain: (context, {staking}) => initStaking(context, staking)},
    {
      app: registryApp(runtimeListener),
      initChain: (context, {registry}) => initRegistry(context, registry, runtimeListener),
    },
    {
      app: schedulerApp(),
      initChain: (context, {scheduler, staking: {totalSupply}}, {validators}) =>
        initScheduler(context, scheduler, {validators, totalSupply}),
    },
    {app: governanceApp(), initChain: (context, {governance}) => initGovernance(context, governance)},
    {
      app: keymanagerApp(),
      initChain: (context, {keymanager, registry}) => initKeymanager(context, keymanager, registry),
    },
    {app: roothashApp(), initChain: (context, {roothash}) => initRoothash(context, roothash)},
  ];
}

/** The applications in the order in which their hooks run: by name, bytewise (consensus-core §1.1). */
export function inOrder(apps: readonly ChainApp[]): ChainApp[] {
  return [...apps].sort((a, b) => (a.app.name < b.app.name ? -1 : 1));
}
