import {randomBytes} from "node:crypto";
import {mkdtemp, rename, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {TransactionSubmitter} from "@oasis-node/consensus/submission";
import type {NodeConfig} from "@oasis-node/node/config";
import {type Log, openLog} from "@oasis-node/node/logging";
import {type NodeEnd, type RunningNode, startNode} from "@oasis-node/node/node";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {type Namespace, namespaceFromText} from "@oasis-node/primitives/namespace";
import {type PreparedContext, prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {submissionBackend} from "@oasis-node/worker/chain";
import {
  type Holder,
  type Network,
  type NetworkOptions,
  type NetworkPaths,
  type NodeFileOptions,
  openNetwork,
  writeNodeConfig,
} from "../network/index.ts";

export interface LocalnetOptions extends Omit<NetworkOptions, "paratimes">, Partial<NodeFileOptions> {
  /** Where the network lives; one that is there already goes on. A directory of its own, removed at the end, when left out. */
  readonly dir?: string;
  /** Removes what is there and starts over. */
  readonly fresh?: boolean;
  /** Time of the network; the machine's when left out. */
  readonly clock?: Clock;
}

/** A network of one node that runs in this process. */
export interface Localnet {
  readonly paths: NetworkPaths;
  /** Whether the network was made for this start. */
  readonly isNew: boolean;
  readonly node: RunningNode;
  /** The node's own answers, service by service. */
  readonly apis: RunningNode["chain"]["apis"];
  readonly chainContext: string;
  /** What transactions of this network are signed under. */
  readonly transactionContext: PreparedContext;
  /** Submits transactions of anybody's: fills in nonce and gas, and waits for the block. */
  readonly submitter: TransactionSubmitter;
  readonly entity: Holder;
  readonly accounts: readonly Holder[];
  /** ParaTimes that the node runs: of those asked for the ones that the network has. */
  readonly paratimes: readonly Namespace[];
  /** Settles, never rejects, when the node is down. */
  readonly ended: Promise<NodeEnd>;
  /** Stops the node; the network can be started again unless its directory was a temporary one. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a network on this machine: one node that validates and answers on its socket. Resolves when the node is ready and the first
 * block is there. Any number may run side by side in one process. Throws `NetworkError`, `NodeError`, and what making the
 * directory throws.
 */
export async function startLocalnet(options: LocalnetOptions = {}): Promise<Localnet> {
  const {clock = systemClock, blockTime = "instant", logLevel = "INFO"} = options;
  const {paratimes = {}, settings = {}} = options;
  const temporary = options.dir === undefined ? await mkdtemp(join(tmpdir(), "oasis-localnet-")) : null;
  const removeTemporary = async (): Promise<void> => {
    if (temporary !== null) await rm(temporary, {recursive: true, force: true});
  };
  try {
    const dir = resolve(options.dir ?? join(temporary ?? "", "network"));
    if (options.fresh === true) await removeNetwork(dir);
    const network = await openNetwork(dir, {...options, paratimes: Object.keys(paratimes)}, clock);
    const hosted = Object.fromEntries(
      Object.entries(paratimes).filter(([id]) => network.paratimes.includes(id.toLowerCase())),
    );
    const config = await writeNodeConfig(network.paths, {blockTime, logLevel, paratimes: hosted, settings});
    const log = await openLog({...config.log, clock});
    const node = await runNode(config, log, clock, dir);
    return localnetOf(network, node, {clock, log, removeTemporary, paratimes: Object.keys(hosted)});
  } catch (error) {
    await removeTemporary();
    throw error;
  }
}

/** First out of the way, at once: a kill while it is removed must not leave half a network behind. */
async function removeNetwork(dir: string): Promise<void> {
  const removed = `${dir}.${randomBytes(4).toString("hex")}.old`;
  try {
    await rename(dir, removed);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw error;
  }
  await rm(removed, {recursive: true});
}

async function runNode(config: NodeConfig, log: Log, clock: Clock, cwd: string): Promise<RunningNode> {
  try {
    return await startNode(config, {cwd, clock, random: randomBytes, logger: log.logger("oasis-node")});
  } catch (error) {
    await log.stop();
    throw error;
  }
}

interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  readonly removeTemporary: () => Promise<void>;
  readonly paratimes: readonly string[];
}

async function localnetOf(network: Network, node: RunningNode, around: Surroundings): Promise<Localnet> {
  const {queries, apis} = node.chain;
  const {chainContext} = queries;
  const transactionContext = prepareContext(signingContexts.transaction, {chainContext});
  const ended = node.ended.then(async (end) => {
    await around.log.stop();
    await around.removeTemporary();
    return end;
  });
  return {
    paths: network.paths,
    isNew: network.isNew,
    node,
    apis,
    chainContext,
    transactionContext,
    submitter: new TransactionSubmitter({
      backend: submissionBackend(apis.consensus),
      context: transactionContext,
      gasPrice: 0n,
      maxFee: 0n,
      clock: around.clock,
      random: randomBytes,
      logger: around.log.logger("localnet"),
    }),
    entity: network.entity,
    accounts: network.accounts,
    paratimes: around.paratimes.map((id) => namespaceFromText(id)),
    ended,
    stop: async () => {
      await node.stop();
      await ended;
    },
  };
}
