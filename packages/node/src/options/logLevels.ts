import {describeNode, type FileMap, isNothing} from "./fileNode.ts";
import type {OptionType} from "./optionType.ts";
import {isWrong, type Parsed} from "./parsed.ts";

/** Least important first. */
export const logLevelNames = ["DEBUG", "INFO", "WARN", "ERROR"] as const;
export type LogLevel = (typeof logLevelNames)[number];

export interface LogLevels {
  /** Of modules without a level of their own, and the least that is ever written. */
  readonly default: LogLevel;
  /** By prefix of the module's name, in lower case. */
  readonly modules: ReadonlyMap<string, LogLevel>;
}

/** One level for all, or a mapping from module prefixes to levels that has to say the `default`. */
export const logLevels: OptionType<LogLevels> = {
  flagName: "[DEBUG,INFO,WARN,ERROR]",
  wanted: `one of ${logLevelNames.join(", ")}, or in a file a mapping with these under default and under module names`,
  isSwitch: false,
  takesMap: true,
  fromTexts: (texts) => {
    const levels = texts.map(parseLevel);
    return levels.find(isWrong) ?? forAll(levels.at(-1) ?? parseLevel(""));
  },
  fromFile: (node) => {
    if (node.kind === "scalar") return forAll(parseLevel(node.text));
    return node.kind === "list" ? {wrong: `it is ${describeNode(node)}`} : fromMapping(node);
  },
  show: (levels) => levels.default,
};

function forAll(level: Parsed<LogLevel>): Parsed<LogLevels> {
  return isWrong(level) ? level : {value: {default: level.value, modules: new Map()}};
}

function fromMapping(node: FileMap): Parsed<LogLevels> {
  const modules = new Map<string, LogLevel>();
  for (const {key, value} of node.entries) {
    if (isNothing(value)) continue;
    if (value.kind !== "scalar") return {wrong: `${key} is ${describeNode(value)}`, place: value.place};
    const level = parseLevel(value.text);
    if (isWrong(level)) return {...level, place: value.place};
    modules.set(key.toLowerCase(), level.value);
  }
  const fallback = modules.get("default");
  modules.delete("default");
  return fallback === undefined
    ? {wrong: "logging: invalid log level: ''"}
    : {value: {default: fallback, modules}};
}

function parseLevel(text: string): Parsed<LogLevel> {
  const level = logLevelNames.find((name) => name === text.toUpperCase());
  return level === undefined ? {wrong: `logging: invalid log level: '${text}'`} : {value: level};
}
