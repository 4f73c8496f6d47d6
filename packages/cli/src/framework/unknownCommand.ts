import type {CommandGroup} from "./command.ts";

/** Edits within which a name counts as mistyped. */
const closest = 2;

/** What the program says of a command that it does not have, with the ones that may have been meant. */
export function unknownCommandText({name, commands}: CommandGroup, argument: string): string {
  const typed = argument.toLowerCase();
  const meant = commands
    .filter(({hidden}) => hidden !== true)
    .map((each) => each.name)
    .filter((known) => known.startsWith(typed) || distance(typed, known) <= closest)
    .toSorted();
  const hint =
    meant.length === 0 ? "" : `\n\nDid you mean this?\n${meant.map((each) => `\t${each}\n`).join("")}`;
  return `Error: unknown command ${JSON.stringify(argument)} for "${name}"${hint}\nRun '${name} --help' for usage.\n`;
}

/** Letters to insert, remove or exchange; names are short, so that long arguments need no answer. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > closest) return closest + 1;
  let last = Array.from({length: b.length + 1}, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchange = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, exchange));
    }
    last = row;
  }
  return last[b.length] ?? 0;
}
