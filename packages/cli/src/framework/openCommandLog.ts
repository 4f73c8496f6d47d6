import {join, resolve} from "node:path";
import {FileError} from "@oasis-node/node/files";
import {type Log, openLog} from "@oasis-node/node/logging";
import type {OptionValues} from "@oasis-node/node/options";
import type {CommonOptions} from "./commonOptions.ts";
import type {Environment} from "./environment.ts";
import {earlyFailure} from "./failure.ts";

/** The log of a command: on stdout, or in the file that the options say, relative to the data directory. */
export async function openCommandLog(
  options: OptionValues<CommonOptions>,
  {clock, cwd, stdout}: Environment,
): Promise<Log> {
  const path = options["log.file"];
  const file = path === "" ? null : resolve(cwd, options.datadir, path);
  try {
    return await openLog({
      format: options["log.format"],
      levels: options["log.level"],
      file,
      clock,
      output: (line) => stdout.write(line),
    });
  } catch (error) {
    throw earlyFailure(FileError.of(error, "open", join(options.datadir, path)).message);
  }
}
