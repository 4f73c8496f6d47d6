import {type CommandRun, orFail} from "../framework/index.ts";
import type {controlOptions} from "./options.ts";
import {controlFailure, withController} from "./withController.ts";

/** `control wait-sync`: ends when the node has caught up. */
export const waitSync: CommandRun<typeof controlOptions> = (context) =>
  withController(context, (controller) =>
    orFail(
      () => controller.waitSync(),
      (err) => controlFailure("failed to wait for sync status", {err}),
    ),
  );
