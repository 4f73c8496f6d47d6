import {type OptionReading, type OptionTable, parseFlags, readOptions} from "../../src/options/index.ts";

/** Reads options from a command line and the text of a file, both possibly empty. */
export function read<const T extends OptionTable>(
  table: T,
  args: readonly string[],
  yaml: string | null = null,
  more: {
    readonly env?: Readonly<Record<string, string>>;
    readonly path?: string;
    readonly alsoKnown?: string[];
  } = {},
): OptionReading<T> {
  const {flags, problems} = parseFlags(table, args);
  const {env = {}, path = "config.yml", alsoKnown = []} = more;
  const reading = readOptions(table, {
    flags,
    file: yaml === null ? null : {path, text: yaml},
    env,
    alsoKnown,
  });
  return {...reading, problems: [...problems, ...reading.problems]};
}
