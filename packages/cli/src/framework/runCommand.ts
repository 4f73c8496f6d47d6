import {resolve} from "node:path";
import {DataDirectoryError, makeDirectory} from "@oasis-node/node/dataDirectory";
import {FileError, readFileAt} from "@oasis-node/node/files";
import type {Log} from "@oasis-node/node/logging";
import {
  type OptionInputs,
  type OptionReading,
  type OptionTable,
  type OptionValues,
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
    await checkOptions(called.command, reader, environment.cwd);
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
        const reading = reader.read(table);
        for (const {message} of reading.warnings) logger.warn(message);
        return reading;
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

/** What is wrong with the options, in whichever way they were given, is told at once. Throws `CommandFailure`. */
async function checkOptions(command: Command, reader: ValueReader, cwd: string): Promise<void> {
  const {problems} = reader.read({...commonOptions, ...command.options});
  if (problems.length === 0) return;
  // A file that cannot be read at all says nothing about its values.
  const isReadable = problems.every(({key}) => key !== null);
  const more = isReadable ? await command.problems?.((table) => reader.read(table), cwd) : undefined;
  const all = more ?? problems;
  throw earlyFailure(all.map(({message}) => message).join("\n"));
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

/** Hands out the values of options. */
class ValueReader {
  readonly #inputs: OptionInputs;
  readonly #cwd: string;

  constructor(inputs: OptionInputs, cwd: string) {
    this.#inputs = inputs;
    this.#cwd = cwd;
  }

  /** Options of every command; the data directory as an absolute path. */
  common(): OptionValues<CommonOptions> {
    const {values} = this.read(commonOptions);
    const {datadir} = values;
    return {...values, datadir: datadir === "" ? "" : resolve(this.#cwd, datadir)};
  }

  /** What the file says for other tables is not odd. */
  read<T extends OptionTable>(table: T): OptionReading<T> {
    const alsoKnown = [...(this.#inputs.alsoKnown ?? []), ...Object.keys(commonOptions)];
    return readOptions(table, {...this.#inputs, alsoKnown});
  }
}
