import type {Option, OptionTable} from "./option.ts";

/** One line of the help about flags, in pflag's form. */
export interface HelpRow {
  /** `-g, --genesis.file string` */
  readonly flag: string;
  /** Sentence and default: `path of the genesis document (default "genesis.json")`. */
  readonly text: string;
}

/** The lines of all flags that are not hidden, by name. */
export function helpRows(table: OptionTable): readonly HelpRow[] {
  return Object.entries(table)
    .filter(([, declared]) => declared.hidden !== true && declared.fileOnly !== true)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, declared]) => ({flag: flagText(key, declared), text: sentence(declared)}));
}

function flagText(key: string, {shorthand, type}: Option<unknown>): string {
  const letter = shorthand === undefined ? "    " : `-${shorthand}, `;
  return `${letter}--${key}${type.isSwitch ? "" : ` ${type.flagName}`}`;
}

function sentence({default: fallback, doc, type}: Option<unknown>): string {
  const shown = type.show(fallback);
  return shown === null ? doc : `${doc} (default ${shown})`;
}
