import {type HelpRow, helpRows, type OptionTable} from "@oasis-node/node/options";
import type {CommandNode} from "./command.ts";

/** Flags of a command, as its help shows them. */
export interface HelpTables {
  readonly own: OptionTable;
  /** Those it shares with the commands around it. */
  readonly inherited: OptionTable;
}

/** The program's own. */
const helpCommand = {name: "help", short: "show the help of a command"};

/** What `--help` prints: what the command is for and how it is used. */
export function helpText(path: readonly CommandNode[], tables: HelpTables): string {
  const node = path.at(-1);
  return `${node?.long ?? node?.short ?? ""}\n\n${usageText(path, tables)}`;
}

/** How a command is used; also told after a wrong flag. */
export function usageText(path: readonly CommandNode[], {own, inherited}: HelpTables): string {
  const node = path.at(-1);
  const name = pathText(path);
  const sections = [usageLines(node, name)];
  if (node?.kind === "group")
    sections.push(commandLines(path.length === 1 ? [...node.commands, helpCommand] : node.commands));
  sections.push(flagLines("Flags:", helpRows(own)), flagLines("Global Flags:", helpRows(inherited)));
  if (node?.kind === "group")
    sections.push([`Use "${name} [command] --help" for more information about a command.`]);
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** The names from the program to the command. */
function pathText(path: readonly CommandNode[]): string {
  return path.map(({name}) => name).join(" ");
}

function usageLines(node: CommandNode | undefined, name: string): string[] {
  const lines = ["Usage:"];
  if (node?.kind === "group") {
    if (node.command !== undefined) lines.push(`  ${name} [flags]`);
    lines.push(`  ${name} [command]`);
  } else {
    const more = node?.argumentsUsage === undefined ? "" : ` ${node.argumentsUsage}`;
    lines.push(`  ${name}${more} [flags]`);
  }
  return lines;
}

interface Listed {
  readonly name: string;
  readonly short: string;
  readonly hidden?: boolean;
}

function commandLines(commands: readonly Listed[]): string[] {
  const shown = commands.filter(({hidden}) => hidden !== true).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const width = Math.max(11, ...shown.map(({name}) => name.length));
  return ["Available Commands:", ...shown.map(({name, short}) => `  ${name.padEnd(width)} ${short}`)];
}

function flagLines(title: string, rows: readonly HelpRow[]): string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(({flag}) => flag.length));
  return [title, ...rows.map(({flag, text}) => `  ${flag.padEnd(width)}   ${text}`)];
}
