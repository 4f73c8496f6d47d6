import {nodeOptions} from "@oasis-node/node/options";
import type {CommandNode} from "./command.ts";

/** Keys of all options there are: one configuration file may serve the node and all commands. */
export function knownKeys(root: CommandNode): Set<string> {
  return new Set([...Object.keys(nodeOptions), ...keysOf(root)]);
}

function keysOf(node: CommandNode): string[] {
  const own = Object.keys(node.options);
  return node.kind === "command" ? own : [...own, ...node.commands.flatMap(keysOf)];
}
