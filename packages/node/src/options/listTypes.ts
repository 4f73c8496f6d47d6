import {parseCsvLine} from "./csv.ts";
import {describeNode, type FileNode, isNothing} from "./fileNode.ts";
import type {OptionType} from "./optionType.ts";
import {isWrong, type Parsed} from "./parsed.ts";

/** Texts: a flag repeats or has them separated by commas; in a file a list, or a scalar of words. */
export const strings: OptionType<readonly string[]> = {
  flagName: "strings",
  wanted: "a list of texts",
  isSwitch: false,
  takesMap: false,
  fromTexts: (texts) => {
    const lines = texts.map(parseCsvLine);
    return lines.find(isWrong) ?? {value: lines.flatMap((line) => (isWrong(line) ? [] : line.value))};
  },
  fromFile: (node) => {
    // The reference takes the words of a scalar (cli-config-grpc §1.1).
    if (node.kind === "scalar") return {value: node.text.split(/\s+/).filter((word) => word !== "")};
    if (node.kind === "map") return {wrong: "it is a mapping"};
    return scalarTexts(node.items);
  },
  show: (value) => (value.length === 0 ? null : `[${value.join(",")}]`),
};

function scalarTexts(items: readonly FileNode[]): Parsed<readonly string[]> {
  const texts: string[] = [];
  for (const item of items) {
    if (item.kind !== "scalar") return {wrong: `an item is ${describeNode(item)}`, place: item.place};
    if (!isNothing(item)) texts.push(item.text);
  }
  return {value: texts};
}

/** Texts by name: `k1=v1,k2=v2` on the command line, a mapping in a file, whose keys become lower case. */
export const stringMap: OptionType<ReadonlyMap<string, string>> = {
  flagName: "stringToString",
  wanted: "names with values: k1=v1,k2=v2 on the command line, a mapping in a file",
  isSwitch: false,
  takesMap: true,
  fromTexts: (texts) => {
    const pairs = texts.map(parsePairs);
    return (
      pairs.find(isWrong) ?? {value: new Map(pairs.flatMap((each) => (isWrong(each) ? [] : each.value)))}
    );
  },
  fromFile: (node) => {
    if (node.kind !== "map") return {wrong: `it is ${describeNode(node)}`};
    const texts = new Map<string, string>();
    for (const {key, value} of node.entries) {
      if (value.kind !== "scalar") return {wrong: `${key} is ${describeNode(value)}`, place: value.place};
      texts.set(key.toLowerCase(), value.text);
    }
    return {value: texts};
  },
  // The reference shows the empty map.
  show: (value) => `[${[...value].map(([name, text]) => `${name}=${text}`).join(",")}]`,
};

type Pair = readonly [string, string];

function parsePairs(text: string): Parsed<readonly Pair[]> {
  const signs = text.split("=").length - 1;
  // With one `=` a comma belongs to the value, as with pflag.
  const fields: Parsed<readonly string[]> =
    signs === 1 ? {value: [text.replace(/^"+|"+$/g, "")]} : parseCsvLine(text);
  if (isWrong(fields)) return fields;
  const pairs: Pair[] = [];
  for (const field of fields.value) {
    const at = field.indexOf("=");
    if (at < 0) return {wrong: `${field} must be formatted as key=value`};
    pairs.push([field.slice(0, at), field.slice(at + 1)]);
  }
  return {value: pairs};
}
