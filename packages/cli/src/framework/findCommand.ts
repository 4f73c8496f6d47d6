import type {OptionTable} from "@oasis-node/node/options";
import type {CommandGroup, CommandNode} from "./command.ts";

export interface FoundCommand {
  readonly node: CommandNode;
  /** From the root to the command, both included. */
  readonly path: readonly CommandNode[];
  /** The command line without the names that lead to the command. */
  readonly rest: readonly string[];
  /** The first of them that is no flag and no value of one: for a group, a command that it does not have. */
  readonly argument: string | undefined;
}

/**
 * The command that a command line names, as cobra finds it: flags may stand anywhere, and what follows a flag that is not
 * known as a switch counts as its value.
 */
export function findCommand(root: CommandGroup, args: readonly string[], common: OptionTable): FoundCommand {
  let node: CommandNode = root;
  const path: CommandNode[] = [root];
  let rest = args;
  for (;;) {
    const own = node.kind === "group" ? node.command?.options : {};
    const names = argumentsIn(rest, {...common, ...node.options, ...own});
    const [name] = names;
    const next: CommandNode | undefined =
      node.kind === "group" ? node.commands.find((each) => each.name === name?.text) : undefined;
    if (name === undefined || next === undefined) return {node, path, rest, argument: name?.text};
    rest = rest.toSpliced(name.at, 1);
    node = next;
    path.push(next);
  }
}

interface Argument {
  readonly text: string;
  readonly at: number;
}

function argumentsIn(args: readonly string[], table: OptionTable): Argument[] {
  const found: Argument[] = [];
  for (let at = 0; at < args.length; at++) {
    const text = args[at] ?? "";
    if (text === "--") break;
    if (takesNext(text, table)) at++;
    else if (text !== "" && !text.startsWith("-")) found.push({text, at});
  }
  return found;
}

function takesNext(text: string, table: OptionTable): boolean {
  if (text.includes("=")) return false;
  if (text.startsWith("--")) return !isSwitch(table, text.slice(2));
  if (!text.startsWith("-") || text.length !== 2) return false;
  const letter = text.slice(1);
  const key = Object.entries(table).find(([, {shorthand}]) => shorthand === letter)?.[0];
  return key === undefined || !isSwitch(table, key);
}

function isSwitch(table: OptionTable, key: string): boolean {
  const option = Object.hasOwn(table, key) ? table[key] : undefined;
  return option?.type.isSwitch === true;
}
