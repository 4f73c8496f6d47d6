import {type CommandRun, orFail} from "../framework/index.ts";
import type {controlOptions} from "./options.ts";
import {readUpgradeDescriptor} from "./upgradeDescriptor.ts";
import {controlFailure, withController} from "./withController.ts";

/** `control cancel-upgrade FILE`: the same file as was submitted, not a name. */
export const cancelUpgrade: CommandRun<typeof controlOptions> = async (context) => {
  const [path] = context.positional;
  if (path === undefined) throw controlFailure("expected descriptor path");
  const descriptor = await readUpgradeDescriptor(path, context.environment);
  await withController(context, (controller) =>
    orFail(
      () => controller.cancelUpgrade(descriptor),
      (err) => controlFailure("failed to send upgrade cancellation request", {err}),
    ),
  );
};
