import {join} from "node:path";
import {toMilliseconds} from "@oasis-node/primitives/clock";
import type {ChainSettings} from "../chain/index.ts";
import type {NodeConfig} from "../config/index.ts";
import {NodeError} from "./nodeError.ts";
import type {NodeParts} from "./openParts.ts";

/** Directory of the chain in the data directory. */
const chainDirectory = "tendermint";

/** How the node keeps its chain, by its configuration. Throws `NodeError` `engine`. */
export function chainSettings(
  {consensus, dataDirectory}: NodeConfig,
  {genesis, gates}: Pick<NodeParts, "genesis" | "gates">,
): ChainSettings {
  checkEngine(consensus);
  const {blockTime, checkpointer} = consensus;
  return {
    directory: join(dataDirectory, chainDirectory),
    genesis: genesis.document,
    gates,
    minGasPrice: consensus.minGasPrice,
    keptVersions: consensus.keptVersions,
    checkpointInterval: checkpointer.enabled ? toMilliseconds(checkpointer.interval) : null,
    sanityInterval: consensus.sanityInterval,
    blockTime: blockTime === "instant" ? blockTime : toMilliseconds(blockTime),
    emptyBlockInterval: null,
  };
}

/** The embedded engine serves one validator, alone; a node with peers is part of a network of many. */
function checkEngine({engine, mode, peers, stateSync}: NodeConfig["consensus"]): void {
  const remedy = "set consensus.engine.backend to embedded for a network whose only validator is this node";
  const refuse = (why: string): never => {
    throw new NodeError(
      "engine",
      `consensus: ${why}, which needs the Tendermint engine: it is not in this release; ${remedy}`,
    );
  };
  if (engine === "tendermint") refuse("consensus.engine.backend is tendermint");
  if (mode !== "full") refuse(`consensus.tendermint.mode is ${mode}`);
  if (stateSync !== null) refuse("consensus.tendermint.state_sync.enabled is set");
  const known = peers.seeds.length + peers.persistent.length + peers.sentryUpstreams.length;
  if (engine === "auto" && known > 0) refuse("peers are configured (consensus.tendermint.p2p)");
}
