import {createServer} from "node:net";
import {join} from "node:path";
import {type ConfigOutcome, type NodeConfig, nodeConfig} from "@oasis-node/node/config";
import {replacePrivateFile} from "@oasis-node/node/dataDirectory";
import {nodeOptions, readOptions} from "@oasis-node/node/options";
import {consensusPort} from "./createNetwork.ts";
import type {NetworkPaths} from "./networkDirectory.ts";
import {NetworkError} from "./networkError.ts";

export interface NodeFileOptions {
  /** As `consensus.engine.embedded.block_time`: `instant` or a duration like `1s`. */
  readonly blockTime: string;
  readonly logLevel: "DEBUG" | "INFO" | "WARN" | "ERROR";
  /** Binaries of the ParaTimes that the node runs, by ID: 64 hexadecimal digits. With one the node also stores and executes. */
  readonly paratimes: Readonly<Record<string, string>>;
  /** Further options of the node by their keys, as on its command line: they win over the file. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Writes the configuration of the network's node, as an operator would, and reads it like one. It is written anew at every start:
 * the directory may have been moved. Throws `NetworkError` `config`, `DataDirectoryError`.
 */
export async function writeNodeConfig(paths: NetworkPaths, options: NodeFileOptions): Promise<NodeConfig> {
  const text = configText(paths, options) + (await paratimeText(options.paratimes));
  await replacePrivateFile(paths.config, text);
  const flags = new Map(Object.entries(options.settings).map(([key, value]) => [key, [value]]));
  const reading = readOptions(nodeOptions, {flags, file: {path: paths.config, text}, env: {}});
  const outcome: ConfigOutcome = nodeConfig(reading, paths.directory);
  if ("config" in outcome) return outcome.config;
  const problems = outcome.problems.map(({message}) => message).join("; ");
  throw new NetworkError("config", `${paths.config}: ${problems}`);
}

/** JSON strings are YAML strings, whatever a path has in it. */
function configText(paths: NetworkPaths, {blockTime, logLevel}: NodeFileOptions): string {
  const quoted = (path: string): string => JSON.stringify(path);
  return `# Made at every start of the network.
datadir: ${quoted(paths.node)}
log:
  file: ${quoted(paths.log)}
  format: JSON
  level:
    default: ${logLevel}
genesis:
  file: ${quoted(paths.genesis)}
consensus:
  validator: true
  engine:
    backend: embedded
    embedded:
      block_time: ${blockTime}
  tendermint:
    core:
      external_address: tcp://127.0.0.1:${consensusPort}
# The network's addresses lead nowhere, and epochs can be set with a key that everybody has: a network for tests only.
debug:
  dont_blame_oasis: true
  allow_test_keys: true
worker:
  registration:
    entity: ${quoted(join(paths.entity, "entity.json"))}
`;
}

/** The roles of a node with ParaTimes. Addresses nobody calls from outside, on a port that is free now. */
async function paratimeText(paratimes: Readonly<Record<string, string>>): Promise<string> {
  const ids = Object.keys(paratimes);
  if (ids.length === 0) return "";
  const port = await freePort();
  const addresses = JSON.stringify([`127.0.0.1:${port}`]);
  return `  compute: {enabled: true}
  storage: {enabled: true}
  client: {port: ${port}, addresses: ${addresses}, listen_host: 127.0.0.1}
  p2p: {enabled: true, addresses: ${addresses}}
runtime:
  supported: ${JSON.stringify(ids)}
  paths: ${JSON.stringify(paratimes)}
`;
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
