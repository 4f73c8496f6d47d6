import {list, type Schema, toJson} from "@oasis-node/primitives/cbor";
import {stringifyJson} from "@oasis-node/primitives/json";
import {prettyJson} from "../files/index.ts";
import type {CommandContext} from "../framework/index.ts";
import type {listOptions} from "./options.ts";

/** Prints what is registered: one ID a line, or with `-v` one JSON object after the other; with `--json` one list. */
export function printItems<T>(
  {options, environment}: Pick<CommandContext<typeof listOptions>, "options" | "environment">,
  schema: Schema<T>,
  items: readonly T[] | null,
  idOf: (item: T) => string,
): void {
  const found = items ?? [];
  if (options.json) {
    environment.stdout.write(`${stringifyJson(toJson(list(schema), [...found]), "  ")}\n`);
    return;
  }
  for (const item of found) {
    environment.stdout.write(`${options.verbose ? prettyJson(schema, item) : idOf(item)}\n`);
  }
}
