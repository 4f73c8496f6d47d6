import {debugControllerService} from "@oasis-node/rpc/services/debugController";
import {withNode} from "../client/index.ts";
import {type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import type {waitNodesOptions} from "./options.ts";

const failed = failuresOf("cmd/debug/control");

/** `debug control wait-nodes`: ends when so many nodes are registered. */
export const waitNodes: CommandRun<typeof waitNodesOptions> = (context) =>
  withNode(context, failed, async (node) => {
    const {nodes} = context.options;
    const logger = context.logger.module("cmd/debug/control");
    logger.info("waiting for nodes", {nodes});
    await orFail(
      () => node.api(debugControllerService).waitNodesRegistered(BigInt(nodes)),
      (err) => failed("failed to wait for nodes", {err}),
    );
    logger.info("enough nodes have been registered");
  });
