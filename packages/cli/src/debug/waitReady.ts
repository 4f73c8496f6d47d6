import {nodeControllerService} from "@oasis-node/rpc/services/nodeController";
import {withNode} from "../client/index.ts";
import {type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import type {debugControlOptions} from "./options.ts";

const failed = failuresOf("cmd/debug/control");

/** `debug control wait-ready`: ends when everything that the node is configured for works. */
export const waitReady: CommandRun<typeof debugControlOptions> = (context) =>
  withNode(context, failed, (node) =>
    orFail(
      () => node.api(nodeControllerService).waitReady(),
      (err) => failed("failed to wait for ready status", {err}),
    ),
  );
