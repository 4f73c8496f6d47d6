import {beaconApp, initBeacon} from "../beacon/index.ts";
import type {App, Context} from "../context/index.ts";
import type {Document} from "../genesis/index.ts";

/** An application and what it does at genesis. */
export interface ChainApp {
  readonly app: App;
  /** Writes the state of genesis. Throws are fatal. */
  initChain(context: Context, document: Document): void;
}

/** The applications of the consensus layer (consensus-core §1.1). */
export function consensusApps(): ChainApp[] {
  return [{app: beaconApp(), initChain: (context, {beacon}) => initBeacon(context, beacon)}];
}

/** The applications in the order in which their hooks run: by name, bytewise (consensus-core §1.1). */
export function inOrder(apps: readonly ChainApp[]): ChainApp[] {
  return [...apps].sort((a, b) => (a.app.name < b.app.name ? -1 : 1));
}
