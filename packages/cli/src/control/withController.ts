import type {Api} from "@oasis-node/rpc/service";
import {nodeControllerService} from "@oasis-node/rpc/services/nodeController";
import {type ClientContext, withNode} from "../client/index.ts";
import {failuresOf} from "../framework/index.ts";

/** Failures of the commands about the node. */
export const controlFailure: ReturnType<typeof failuresOf> = failuresOf("cmd/control");

/** Exit code when the node cannot be asked, where 1 is an answer (cli-config-grpc §3.1). */
export const unreachable = 128;

/** Runs what a command does with the node's controller. */
export function withController(
  context: ClientContext,
  use: (controller: Api<typeof nodeControllerService>) => Promise<void>,
): Promise<void> {
  return withNode(context, controlFailure, (node) => use(node.api(nodeControllerService)));
}
