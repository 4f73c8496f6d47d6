import {stringifyJson} from "@oasis-node/primitives/json";
import {type CommandRun, orFail, silentFailure} from "../framework/index.ts";
import type {isSyncedOptions} from "./options.ts";
import {controlFailure, unreachable, withController} from "./withController.ts";

/** `control is-synced`: the exit code is the answer. */
export const isSynced: CommandRun<typeof isSyncedOptions> = (context) =>
  withController(context, async (controller) => {
    const {options, environment} = context;
    const synced = await orFail(
      () => controller.isSynced(),
      (err) => controlFailure("failed to query synced status", {err}, unreachable),
    );
    const text = `node ${synced ? "" : "has not "}completed initial syncing`;
    environment.stdout.write(`${options.json ? stringifyJson({synced}, "  ") : text}\n`);
    if (!synced) throw silentFailure();
  });
