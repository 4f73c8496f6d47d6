import {type ConfigText, parseConfigFile} from "./configFile.ts";
import {type FileKey, type FileKeys, findKeys} from "./fileKeys.ts";
import {describeNode} from "./fileNode.ts";
import type {FlagValues} from "./flags.ts";
import {debugGateKey, type Option, type OptionTable, type OptionValues} from "./option.ts";
import {isWrong, type Parsed} from "./parsed.ts";
import type {OptionProblem, OptionSource, OptionWarning} from "./problem.ts";
import {suggest} from "./suggest.ts";

export interface OptionInputs {
  readonly flags: FlagValues;
  readonly file: ConfigText | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Keys of other commands: one file may serve all. */
  readonly alsoKnown?: Iterable<string>;
}

export interface OptionReading<T extends OptionTable> {
  /** Of an option with a problem it is the default. */
  readonly values: OptionValues<T>;
  /** Where each value is from. */
  readonly sources: Readonly<Record<keyof T, OptionSource>>;
  readonly problems: readonly OptionProblem[];
  readonly warnings: readonly OptionWarning[];
}

/** More odd keys than these are only counted. */
const mostWarnings = 50;

/** The value of every option: flag before environment before file before default (cli-config-grpc §1.1). */
export function readOptions<const T extends OptionTable>(table: T, inputs: OptionInputs): OptionReading<T> {
  const reader = new OptionReader(table, inputs);
  return reader.read() as OptionReading<T>;
}

class OptionReader {
  readonly #table: OptionTable;
  readonly #inputs: OptionInputs;
  readonly #problems: OptionProblem[] = [];
  readonly #warnings: OptionWarning[] = [];
  readonly #path: string;

  constructor(table: OptionTable, inputs: OptionInputs) {
    this.#table = table;
    this.#inputs = inputs;
    this.#path = inputs.file?.path ?? "";
  }

  read(): OptionReading<OptionTable> {
    const keys = this.#fileKeys();
    const values: Record<string, unknown> = {};
    const sources: Record<string, OptionSource> = {};
    for (const [key, declared] of Object.entries(this.#table)) {
      const [value, source] = this.#value(key, declared, keys.given.get(key));
      values[key] = value;
      sources[key] = source;
    }
    this.#warnIneffective(values, sources);
    return {values, sources, problems: this.#problems, warnings: this.#warnings};
  }

  #fileKeys(): FileKeys {
    const {file, alsoKnown = []} = this.#inputs;
    const none: FileKeys = {given: new Map(), repeated: [], unknown: []};
    if (file === null) return none;
    const parsed = parseConfigFile(file);
    if (!("root" in parsed)) {
      this.#problems.push(...parsed.problems);
      return none;
    }
    const known = new Set(alsoKnown);
    const keys = findKeys(parsed.root, this.#table, (key) => known.has(key));
    for (const each of keys.repeated) {
      this.#problem(
        each.key,
        this.#source(each),
        `${each.key} is given twice`,
        "one place for it",
        "remove one",
      );
    }
    this.#warnUnknown(keys.unknown, new Set([...Object.keys(this.#table), ...known]));
    return keys;
  }

  /** Unknown keys never fail, as in the reference; but a slip of the pen should not go unnoticed either. */
  #warnUnknown(unknown: readonly FileKey[], known: ReadonlySet<string>): void {
    for (const each of unknown.slice(0, mostWarnings)) {
      const meant = suggest(each.key, known);
      const hint = meant === null ? "" : `, did you mean ${meant}?`;
      const message = `unknown key ${each.key}, it has no effect${hint}`;
      this.#warnings.push({key: each.key, source: this.#source(each), message});
    }
    const next = unknown[mostWarnings];
    if (next === undefined) return;
    const message = `${unknown.length - mostWarnings} more unknown keys have no effect`;
    this.#warnings.push({key: next.key, source: this.#source(next), message});
  }

  #value(
    key: string,
    declared: Option<unknown>,
    inFile: FileKey | undefined,
  ): readonly [unknown, OptionSource] {
    const {type, env} = declared;
    const texts = this.#inputs.flags.get(key) ?? [];
    if (texts.length > 0) {
      const source = {from: "flag", flag: `--${key}`} as const;
      const parsed = type.fromTexts(texts);
      const found = isWrong(parsed) ? texts.find((text) => isWrong(type.fromTexts([text]))) : undefined;
      return this.#checked(key, declared, source, found ?? texts.join(" "), parsed);
    }
    const variable = env === undefined ? undefined : this.#inputs.env[env];
    if (env !== undefined && variable !== undefined && variable !== "") {
      // Secrets come this way: the text is not shown.
      const source = {from: "environment", variable: env} as const;
      return this.#checked(key, declared, source, "a value", type.fromTexts([variable]));
    }
    if (inFile === undefined) return [declared.default, {from: "default"}];
    const {node} = inFile;
    return this.#checked(key, declared, this.#source(inFile), describeNode(node), type.fromFile(node));
  }

  #checked(
    key: string,
    declared: Option<unknown>,
    source: OptionSource,
    found: string,
    parsed: Parsed<unknown>,
  ): readonly [unknown, OptionSource] {
    if (!isWrong(parsed)) return [parsed.value, source];
    const {shorthand, type} = declared;
    const name = shorthand === undefined ? `--${key}` : `-${shorthand}, --${key}`;
    const message =
      source.from === "flag"
        ? `invalid argument ${JSON.stringify(found)} for ${JSON.stringify(name)} flag: ${parsed.wrong}`
        : `${key}: ${parsed.wrong}`;
    const place = source.from === "file" ? {...source, ...parsed.place} : source;
    this.#problems.push({
      key,
      source: place,
      message,
      found,
      wanted: type.wanted,
      remedy: `set ${key} to ${type.wanted}`,
    });
    return [declared.default, source];
  }

  /** Unsafe options count only when the operator has said so (cli-config-grpc §1.3), and some not before their part exists. */
  #warnIneffective(values: Record<string, unknown>, sources: Record<string, OptionSource>): void {
    const isGateOpen = values[debugGateKey] === true;
    for (const [key, {debugOnly, actsFrom, default: fallback}] of Object.entries(this.#table)) {
      const source = sources[key];
      if (source === undefined || source.from === "default") continue;
      if (debugOnly === true && !isGateOpen) {
        values[key] = fallback;
        this.#warnings.push({key, source, message: `${key} has no effect without ${debugGateKey}`});
      } else if (actsFrom !== undefined) {
        this.#warnings.push({key, source, message: `${key} has no effect yet: it is for ${actsFrom}`});
      }
    }
  }

  #source({place}: FileKey): OptionSource {
    return {from: "file", path: this.#path, ...place};
  }

  #problem(key: string, source: OptionSource, message: string, wanted: string, remedy: string): void {
    this.#problems.push({key, source, message, found: message, wanted, remedy});
  }
}
