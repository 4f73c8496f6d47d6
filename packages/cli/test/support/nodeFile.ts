import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {type NetworkOptions, type NetworkPaths, openNetwork} from "@oasis-node/localnet/network";
import {systemClock} from "@oasis-node/primitives/clock";
import {testDirectory} from "./world.ts";

/** Makes a network, and a configuration for its node as an operator writes it; its log goes to stdout. */
export async function configuredNetwork(options: NetworkOptions = {}): Promise<NetworkPaths> {
  const {paths} = await openNetwork(join(testDirectory(), "network"), options, systemClock);
  writeFileSync(
    paths.config,
    `datadir: ${paths.node}
log: {level: {default: INFO}}
genesis: {file: ${paths.genesis}}
consensus:
  validator: true
  engine: {backend: embedded}
  tendermint: {core: {external_address: "tcp://127.0.0.1:26656"}}
worker: {registration: {entity: ${join(paths.entity, "entity.json")}}}
debug: {dont_blame_oasis: true}
`,
  );
  return paths;
}
