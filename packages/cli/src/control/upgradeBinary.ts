import {validateUpgradeDescriptor} from "@oasis-node/state-transition/upgrade";
import {type CommandRun, orFail} from "../framework/index.ts";
import type {controlOptions} from "./options.ts";
import {readUpgradeDescriptor} from "./upgradeDescriptor.ts";
import {controlFailure, withController} from "./withController.ts";

/** `control upgrade-binary FILE`. */
export const upgradeBinary: CommandRun<typeof controlOptions> = async (context) => {
  const [path = ""] = context.positional;
  const descriptor = await readUpgradeDescriptor(path, context.environment);
  await orFail(
    () => validateUpgradeDescriptor(descriptor),
    (err) => controlFailure("submitted upgrade descriptor is not valid", {err}),
  );
  await withController(context, (controller) =>
    orFail(
      () => controller.upgradeBinary(descriptor),
      (err) => controlFailure("error while sending upgrade descriptor to the node", {err}),
    ),
  );
};
