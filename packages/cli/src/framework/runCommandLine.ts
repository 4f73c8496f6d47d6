import {type OptionTable, type ParsedFlags, parseFlags, readOptions} from "@oasis-node/node/options";
import type {Command, CommandGroup} from "./command.ts";
import {commonOptions, helpOptions, programOptions} from "./commonOptions.ts";
import type {Environment} from "./environment.ts";
import {type FoundCommand, findCommand} from "./findCommand.ts";
import {type HelpTables, helpText, usageText} from "./help.ts";
import {runCommand} from "./runCommand.ts";
import {unknownCommandText} from "./unknownCommand.ts";

/** Runs what a command line says; gives the exit code of the process (cli-config-grpc §3). */
export async function runCommandLine(
  root: CommandGroup,
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const found = findCommand(root, args, {...commonOptions, ...helpOptions, ...programOptions});
  const {node, argument} = found;
  if (node === root && argument === "help") return helpOn(root, found, environment);
  if (node === root && argument !== undefined) {
    environment.stderr.write(unknownCommandText(root, argument));
    return 1;
  }
  const tables = tablesOf(found);
  const parsed = parseFlags({...tables.inherited, ...tables.own}, found.rest);
  if (parsed.problems.length === 0 && isOn(parsed, "help")) return showHelp(found, tables, environment);
  const problems = flagProblems(tables, parsed);
  if (problems.length > 0) return wrongUsage(problems, found, tables, environment);
  if (node === root && isOn(parsed, "version")) return showVersion(environment);
  const command = node.kind === "command" ? node : node.command;
  if (command === undefined) return showHelp(found, tables, environment);
  const wrong = usageProblems(command, parsed);
  if (wrong.length > 0) return wrongUsage(wrong, found, tables, environment);
  return runCommand({root, command, args, parsed}, environment);
}

/** The flags of a command: its own, and those of the groups around it and of every command that it does not declare anew. */
export function tablesOf({node, path}: Pick<FoundCommand, "node" | "path">): HelpTables {
  const inherited: OptionTable = Object.assign({}, ...path.slice(0, -1).map((each) => each.options));
  const program = path.length === 1 ? {...programOptions, ...commonOptions} : {};
  const shared = path.length === 1 ? inherited : {...commonOptions, ...inherited};
  const declared: OptionTable = {...node.options, ...(node.kind === "group" ? node.command?.options : {})};
  const own = filtered(declared, (key) => declared[key] !== shared[key]);
  return {
    own: {...program, ...own, ...helpOptions},
    inherited: filtered(shared, (key) => !Object.hasOwn(own, key)),
  };
}

function filtered(table: OptionTable, isWanted: (key: string) => boolean): OptionTable {
  return Object.fromEntries(Object.entries(table).filter(([key]) => isWanted(key)));
}

function isOn({flags}: ParsedFlags, key: string): boolean {
  return flags.get(key)?.at(-1) === "true";
}

/** What is wrong with the flags themselves, values included: they are checked before anything is done. */
function flagProblems({own, inherited}: HelpTables, {flags, problems}: ParsedFlags): string[] {
  const values = readOptions({...inherited, ...own}, {flags, file: null, env: {}});
  return [...problems, ...values.problems].map(({message}) => message);
}

function usageProblems({required, argumentCount}: Command, {flags, positional}: ParsedFlags): string[] {
  if (argumentCount !== undefined && positional.length !== argumentCount)
    return [`accepts ${argumentCount} arg(s), received ${positional.length}`];
  const missing = required.filter((key) => !flags.has(key)).map((key) => `"${key}"`);
  return missing.length === 0 ? [] : [`required flag(s) ${missing.join(", ")} not set`];
}

function wrongUsage(
  problems: readonly string[],
  {path}: FoundCommand,
  tables: HelpTables,
  {stderr}: Environment,
): number {
  for (const problem of problems) stderr.write(`Error: ${problem}\n`);
  stderr.write(`${usageText(path, tables)}\n`);
  return 1;
}

function showHelp({path}: FoundCommand, tables: HelpTables, {stdout}: Environment): number {
  stdout.write(helpText(path, tables));
  return 0;
}

/** `help stake info`: the same as `stake info --help`. */
function helpOn(root: CommandGroup, {rest}: FoundCommand, environment: Environment): number {
  const names = rest.filter((each) => !each.startsWith("-")).slice(1);
  const topic = findCommand(root, names, {});
  if (topic.argument === undefined) return showHelp(topic, tablesOf(topic), environment);
  environment.stderr.write(`Unknown help topic [${names.map((name) => `\`${name}\``).join(" ")}]\n`);
  environment.stderr.write(usageText([root], tablesOf({node: root, path: [root]})));
  return 0;
}

async function showVersion({stdout}: Environment): Promise<number> {
  const {versionText} = await import("./version.ts");
  stdout.write(versionText());
  return 0;
}
