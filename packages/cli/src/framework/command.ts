import type {OptionProblem, OptionReading, OptionTable, OptionValues} from "@oasis-node/node/options";
import type {Logger} from "@oasis-node/primitives/log";
import type {CommonOptions} from "./commonOptions.ts";
import type {Environment} from "./environment.ts";

/** What a command gets when it is run. */
export interface CommandContext<T extends OptionTable> {
  readonly options: OptionValues<T>;
  /** The same, with where each value is from. */
  readonly reading: OptionReading<T>;
  /** Options that every command has. */
  readonly common: OptionValues<CommonOptions>;
  readonly positional: readonly string[];
  /** The command line behind the program's name. */
  readonly args: readonly string[];
  readonly environment: Environment;
  /** Log lines of the command, by its module. */
  readonly logger: Logger;
  /** Log lines of a part of the node that the command uses: the fields stand in another order there. */
  partLogger(module: string): Logger;
}

export type CommandRun<T extends OptionTable> = (context: CommandContext<T>) => Promise<void>;

/** A command that was called: hands out the values of its options. */
export interface Invocation extends Omit<CommandContext<OptionTable>, "options" | "reading"> {
  read: ReadTable;
}

/** Reads the values of options from flags, environment and file. */
type ReadTable = <T extends OptionTable>(table: T) => OptionReading<T>;

interface NamedNode {
  readonly name: string;
  /** For lists of commands: a few words without capital or full stop. */
  readonly short: string;
  /** For its own help; `short` by default. */
  readonly long?: string;
  readonly hidden?: boolean;
}

/** A command that does something. */
export interface Command extends NamedNode {
  readonly kind: "command";
  /** All its options but the common ones; those of its group, too, where it uses them. */
  readonly options: OptionTable;
  /** Keys of the flags without which it is not run. */
  readonly required: readonly string[];
  /** What stands behind its path in usage lines. */
  readonly argumentsUsage?: string;
  /** How many arguments it takes; any number by default, and most commands ignore them. */
  readonly argumentCount?: number;
  /** All that is wrong with the options, where that is more than each by itself shows. */
  readonly problems?: (read: ReadTable, cwd: string) => Promise<readonly OptionProblem[]>;
  run(invocation: Invocation): Promise<void>;
}

/** Commands under one name, which alone prints help. */
export interface CommandGroup extends NamedNode {
  readonly kind: "group";
  /** Options of all its commands, shown once, with the group's. */
  readonly options: OptionTable;
  readonly commands: readonly CommandNode[];
  /** What the name alone does instead of printing help. */
  readonly command?: Command;
}

export type CommandNode = Command | CommandGroup;

interface Declaration<T extends OptionTable>
  extends Omit<Command, "kind" | "options" | "required" | "problems" | "run"> {
  readonly options: T;
  readonly required?: readonly (keyof T & string)[];
  /** Gives what the command does: imported only when it is run. */
  readonly load: () => Promise<CommandRun<T>>;
  /** All that is wrong with the options, each by itself and together. */
  readonly check?: (reading: OptionReading<T>, cwd: string) => Promise<readonly OptionProblem[]>;
}

/** Declares a command. */
export function command<const T extends OptionTable>(declaration: Declaration<T>): Command {
  const {load, check, required = [], ...rest} = declaration;
  const {options} = declaration;
  return {
    kind: "command",
    ...rest,
    required,
    ...(check === undefined ? {} : {problems: (read, cwd) => check(read(options), cwd)}),
    run: async (invocation) => {
      const run = await load();
      const reading = invocation.read(options);
      await run({...invocation, options: reading.values, reading});
    },
  };
}

/** Declares a group of commands. */
export function group(
  declaration: Omit<CommandGroup, "kind" | "options"> & {readonly options?: OptionTable},
): CommandGroup {
  return {kind: "group", options: {}, ...declaration};
}
