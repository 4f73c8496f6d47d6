import {beaconApp, initBeacon} from "../beacon/index.ts";
import type {App, Context} from "../context/index.ts";
import type {Document} from "../genesis/index.ts";
import {governanceApp, initGovernance} from "../governance/index.ts";
import {initKeymanager, keymanagerApp} from "../keymanager/index.ts";
import {initStaking, stakingApp} from "../staking/index.ts";

/** An application and what it does at genesis. */
export interface ChainApp {
  readonly app: App;
  /** Writes the state of genesis. Throws are fatal. */
  initChain(context: Context, document: Document): void;
}

/** The applications of the consensus layer (consensus-core §1.1). */
export function consensusApps(): ChainApp[] {
  return [
    {app: beaconApp(), initChain: (context, {beacon}) => initBeacon(context, beacon)},
    {app: stakingApp(), initChain: (context, {staking}) => initStaking(context, staking)},
    {app: governanceApp(), initChain: (context, {governance}) => initGovernance(context, governance)},
    {
      app: keymanagerApp(),
      initChain: (context, {keymanager, registry}) => initKeymanager(context, keymanager, registry),
    },
  ];
}

/** The applications in the order in which their hooks run: by name, bytewise (consensus-core §1.1). */
export function inOrder(apps: readonly ChainApp[]): ChainApp[] {
  return [...apps].sort((a, b) => (a.app.name < b.app.name ? -1 : 1));
}
