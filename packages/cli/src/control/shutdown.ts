import {type CommandRun, orFail} from "../framework/index.ts";
import type {shutdownOptions} from "./options.ts";
import {controlFailure, withController} from "./withController.ts";

/** `control shutdown`. `--wait` is for the deregistration: an unreachable node fails at once (cli-config-grpc §3.1). */
export const shutdown: CommandRun<typeof shutdownOptions> = (context) => {
  const {options} = context;
  return withController({...context, options: {...options, wait: false}}, (controller) =>
    orFail(
      () => controller.requestShutdown(options.wait),
      (err) => controlFailure("failed to send shutdown request", {err}),
    ),
  );
};
