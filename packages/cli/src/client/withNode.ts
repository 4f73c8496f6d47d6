import type {OptionTable} from "@oasis-node/node/options";
import {type CommandContext, type CommandFailure, orFail} from "../framework/index.ts";
import {type ClientOptions, type NodeClient, openNode} from "./nodeClient.ts";

/** Runs what a command does with the node of its options. */
export async function withNode<T extends OptionTable & ClientOptions>(
  context: CommandContext<T>,
  failed: (message: string, fields: {readonly err: Error}) => CommandFailure,
  use: (node: NodeClient) => Promise<void>,
): Promise<void> {
  const node = await orFail(
    () => openNode(context),
    (err) => failed("failed to establish connection with node", {err}),
  );
  try {
    await use(node);
  } finally {
    node.close();
  }
}
