import type {CommandFailure} from "../framework/index.ts";
import {orFail} from "../framework/index.ts";
import {type ClientContext, type NodeClient, openNode} from "./nodeClient.ts";

/** Runs what a command does with the node of its options; `failed` is for an address that is none. */
export async function withNode<T>(
  context: ClientContext,
  failed: (message: string, fields: {readonly err: Error}) => CommandFailure,
  use: (node: NodeClient) => Promise<T>,
): Promise<T> {
  const node = await orFail(
    () => openNode(context),
    (err) => failed("failed to establish connection with node", {err}),
  );
  try {
    return await use(node);
  } finally {
    node.close();
  }
}
