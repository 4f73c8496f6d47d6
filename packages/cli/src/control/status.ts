import {Status} from "@oasis-node/rpc/services/nodeStatus";
import {prettyJson} from "../files/index.ts";
import {type CommandRun, orFail} from "../framework/index.ts";
import type {controlOptions} from "./options.ts";
import {controlFailure, unreachable, withController} from "./withController.ts";

/** `control status` (cli-config-grpc §4). */
export const status: CommandRun<typeof controlOptions> = (context) =>
  withController(context, async (controller) => {
    const found = await orFail(
      () => controller.getStatus(),
      (err) => controlFailure("failed to query status", {err}, unreachable),
    );
    const text = await orFail(
      () => prettyJson(Status, found),
      (err) => controlFailure("failed to get pretty JSON of node status", {err}),
    );
    context.environment.stdout.write(`${text}\n`);
  });
