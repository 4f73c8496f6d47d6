import type {Option, OptionTable} from "./option.ts";
import type {OptionProblem} from "./problem.ts";
import {suggest} from "./suggest.ts";

/** Values of the flags given, by key, each in order. */
export type FlagValues = ReadonlyMap<string, readonly string[]>;

export interface ParsedFlags {
  readonly flags: FlagValues;
  /** What is no flag, and whatever follows `--`. */
  readonly positional: readonly string[];
  readonly problems: readonly OptionProblem[];
}

/**
 * Takes a command line apart as pflag does: `--key=value`, `--key value`, `--switch`, `-k value`, `-kvalue`, `-k=value`,
 * switches of one letter together (`-vy`); flags and other arguments in any order. All problems are told at once.
 */
export function parseFlags(table: OptionTable, args: readonly string[]): ParsedFlags {
  const reader = new FlagReader(table, args);
  return reader.read();
}

class FlagReader {
  readonly #table: OptionTable;
  readonly #args: readonly string[];
  readonly #shorthands = new Map<string, string>();
  readonly #flags = new Map<string, string[]>();
  readonly #positional: string[] = [];
  readonly #problems: OptionProblem[] = [];
  #at = 0;

  constructor(table: OptionTable, args: readonly string[]) {
    this.#table = table;
    this.#args = args;
    for (const [key, {shorthand}] of Object.entries(table)) {
      if (shorthand !== undefined) this.#shorthands.set(shorthand, key);
    }
  }

  read(): ParsedFlags {
    for (let arg = this.#next(); arg !== undefined; arg = this.#next()) {
      if (arg === "--") {
        this.#positional.push(...this.#args.slice(this.#at));
        break;
      }
      if (arg.startsWith("--")) this.#long(arg);
      else if (arg.startsWith("-") && arg !== "-") this.#short(arg);
      else this.#positional.push(arg);
    }
    return {flags: this.#flags, positional: this.#positional, problems: this.#problems};
  }

  #next(): string | undefined {
    return this.#args[this.#at++];
  }

  #long(arg: string): void {
    const sign = arg.indexOf("=");
    const name = arg.slice(2, sign < 0 ? undefined : sign);
    if (name === "" || name.startsWith("-")) {
      this.#problem(null, arg, `bad flag syntax: ${arg}`, "--name or --name=value", "correct the flag");
      return;
    }
    const known = this.#option(name);
    if (known === null) {
      const meant = suggest(name, flagNames(this.#table));
      const remedy = meant === null ? "see --help for the flags of this command" : `did you mean --${meant}?`;
      this.#problem(null, arg, `unknown flag: --${name}`, "a flag of this command", remedy);
    } else if (sign >= 0) this.#add(name, arg.slice(sign + 1));
    else if (known.type.isSwitch) this.#add(name, "true");
    else this.#addNext(name, arg, `flag needs an argument: --${name}`);
  }

  /** Letters after one dash: switches up to one that takes a value, which is the rest or the next argument. */
  #short(arg: string): void {
    for (let letters = arg.slice(1); letters !== ""; ) {
      const letter = String.fromCodePoint(letters.codePointAt(0) ?? 0);
      const key = this.#shorthands.get(letter);
      const known = key === undefined ? null : this.#option(key);
      const rest = letters.slice(letter.length);
      if (key === undefined || known === null) {
        const message = `unknown shorthand flag: '${letter}' in ${arg}`;
        this.#problem(
          null,
          arg,
          message,
          "a flag of this command",
          "see --help for the flags of this command",
        );
        return;
      }
      if (rest.startsWith("=")) {
        this.#add(key, rest.slice(1));
        return;
      }
      if (!known.type.isSwitch) {
        if (rest !== "") this.#add(key, rest);
        else this.#addNext(key, arg, `flag needs an argument: '${letter}' in ${arg}`);
        return;
      }
      this.#add(key, "true");
      letters = rest;
    }
  }

  #addNext(key: string, arg: string, message: string): void {
    const value = this.#next();
    if (value !== undefined) {
      this.#add(key, value);
      return;
    }
    const {wanted} = this.#table[key]?.type ?? {wanted: "a value"};
    this.#problem(key, arg, message, wanted, `give a value: --${key}=…`);
  }

  #add(key: string, value: string): void {
    const values = this.#flags.get(key);
    if (values === undefined) this.#flags.set(key, [value]);
    else values.push(value);
  }

  #option(name: string): Option<unknown> | null {
    const found = Object.hasOwn(this.#table, name) ? this.#table[name] : undefined;
    return found === undefined || found.fileOnly === true ? null : found;
  }

  #problem(key: string | null, arg: string, message: string, wanted: string, remedy: string): void {
    this.#problems.push({key, source: {from: "flag", flag: arg}, message, found: arg, wanted, remedy});
  }
}

function flagNames(table: OptionTable): readonly string[] {
  return Object.entries(table).flatMap(([key, {fileOnly, hidden}]) => (fileOnly || hidden ? [] : [key]));
}
