import {asEpoch} from "@oasis-node/primitives/epoch";
import {debugControllerService} from "@oasis-node/rpc/services/debugController";
import {withNode} from "../client/index.ts";
import {type CommandRun, failuresOf, orFail} from "../framework/index.ts";
import type {setEpochOptions} from "./options.ts";

const failed = failuresOf("cmd/debug/control");

/** `debug control set-epoch`. A failure counts: the reference exits with 0 after it, which scripts cannot see. */
export const setEpoch: CommandRun<typeof setEpochOptions> = (context) =>
  withNode(context, failed, async (node) => {
    const {epoch} = context.options;
    context.logger.module("cmd/debug/control").info("setting epoch", {epoch});
    await orFail(
      () => node.api(debugControllerService).setEpoch(asEpoch(epoch)),
      (err) => failed("failed to set epoch", {err}),
    );
  });
