import {resolve} from "node:path";
import {DataDirectoryError, makeDirectory} from "@oasis-node/node/dataDirectory";
import {FileError, readFileAt} from "@oasis-node/node/files";
import type {Log} from "@oasis-node/node/logging";
import {
  type OptionInputs,
  type OptionTable,
  type OptionValues,
  type OptionWarning,
  type ParsedFlags,
  readOptions,
} from "@oasis-node/node/options";
import type {Command, CommandGroup} from "./command.ts";
import {type CommonOptions, commonOptions} from "./commonOptions.ts";
import type {Environment} from "./environment.ts";
import {CommandFailure, earlyFailure} from "./failure.ts";
import {knownKeys} from "./knownKeys.ts";
import {openCommandLog} from "./openCommandLog.ts";

interface CalledCommand {
  readonly root: CommandGroup;
  readonly command: Command;
  readonly args: readonly string[];
  readonly parsed: ParsedFlags;
}

/** Runs a command whose flags are right: configuration, data directory, log, and then what it does. Gives the exit code. */
export async function runCommand(called: CalledCommand, environment: Environment): Promise<number> {
  try {
    const reader = new ValueReader(await inputsOf(called, environment), environment.cwd);
    const common = reader.common();
    await prepareDataDirectory(common);
    const log = await openCommandLog(common, environment);
    try {
      return await runLogged(called, environment, reader, log);
    } finally {
      await log.stop();
    }
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    environment.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

async function runLogged(
  {command, args, parsed}: CalledCommand,
  environment: Environment,
  reader: ValueReader,
  log: Log,
): Promise<number> {
  const logger = log.commandLogger("cmd");
  try {
    await command.run({
      common: reader.common(),
      positional: parsed.positional,
      args,
      environment,
      logger,
      partLogger: (module) => log.logger(module),
      read: (table) => {
        const values = reader.read(table);
        for (const {message} of reader.warnings) logger.warn(message);
        return values;
      },
    });
    return 0;
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.code === "stderr") throw error;
    if (error.code === "log") logger.module(error.module).error(error.message, error.fields);
    return error.exitCode;
  }
}

/** Reads the configuration file, if there is one; one file may serve the node and all commands. */
async function inputsOf({root, parsed}: CalledCommand, environment: Environment): Promise<OptionInputs> {
  const env = environment.variables;
  const {flags} = parsed;
  const path = flags.get("config")?.at(-1) ?? "";
  if (path === "") return {flags, file: null, env};
  try {
    const text = new TextDecoder().decode(await readFileAt(path, environment));
    return {flags, file: {path, text}, env, alsoKnown: knownKeys(root)};
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw earlyFailure(error.message);
  }
}

/** Made if it is given and not there, as every command of the reference does. */
async function prepareDataDirectory({datadir}: OptionValues<CommonOptions>): Promise<void> {
  if (datadir === "") return;
  try {
    await makeDirectory(datadir);
  } catch (error) {
    if (!(error instanceof DataDirectoryError)) throw error;
    throw earlyFailure(error.message);
  }
}

/** Hands out the values of options; what is wrong in the file is told all at once. */
class ValueReader {
  readonly #inputs: OptionInputs;
  readonly #cwd: string;
  #warnings: readonly OptionWarning[] = [];

  constructor(inputs: OptionInputs, cwd: string) {
    this.#inputs = inputs;
    this.#cwd = cwd;
  }

  /** Oddities of the last table that was read. */
  get warnings(): readonly OptionWarning[] {
    return this.#warnings;
  }

  /** Options of every command; the data directory as an absolute path. Throws `CommandFailure`. */
  common(): OptionValues<CommonOptions> {
    const values = this.read(commonOptions);
    const {datadir} = values;
    return {...values, datadir: datadir === "" ? "" : resolve(this.#cwd, datadir)};
  }

  /** What the file says for other tables is not odd. Throws `CommandFailure`. */
  read<T extends OptionTable>(table: T): OptionValues<T> {
    const alsoKnown = [...(this.#inputs.alsoKnown ?? []), ...Object.keys(commonOptions)];
    const reading = readOptions(table, {...this.#inputs, alsoKnown});
    if (reading.problems.length > 0)
      throw earlyFailure(reading.problems.map(({message}) => message).join("\n"));
    this.#warnings = reading.warnings;
    return reading.values;
  }
}
