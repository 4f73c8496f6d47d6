import {toBase64} from "@oasis-node/primitives/bytes";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {Node} from "@oasis-node/state-transition/node";
import type {CommandRun} from "../framework/index.ts";
import {askRegistry} from "./askRegistry.ts";
import {nodeFailure} from "./nodeFailure.ts";
import type {listOptions} from "./options.ts";
import {printItems} from "./printItems.ts";

/** `registry node list`. */
export const nodeList: CommandRun<typeof listOptions> = async (context) => {
  const nodes = await askRegistry(context, nodeFailure, "nodes", (registry) =>
    registry.getNodes(latestHeight),
  );
  printItems(context, Node, nodes, ({id}) => toBase64(id));
};
