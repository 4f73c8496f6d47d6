import type {FileNode, FileScalar} from "./fileNode.ts";
import {describeNode, isNothing} from "./fileNode.ts";
import type {OptionType} from "./optionType.ts";

/** What a file says, for somebody else to make sense of. Whole numbers are bigints. */
export type ConfigValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ConfigValue[]
  | {readonly [name: string]: ConfigValue};

/** Whatever a file has under each name, for instance the local configuration of each runtime. No flag. */
export const configTrees: OptionType<ReadonlyMap<string, ConfigValue>> = {
  flagName: "file only",
  wanted: "a mapping",
  isSwitch: false,
  takesMap: true,
  fromTexts: () => ({wrong: "it can be set in a file only"}),
  fromFile: (node) => {
    if (node.kind !== "map") return {wrong: `it is ${describeNode(node)}`};
    return {value: new Map(node.entries.map(({key, value}) => [key.toLowerCase(), treeOf(value)] as const))};
  },
  show: () => null,
};

function treeOf(node: FileNode): ConfigValue {
  if (node.kind === "scalar") return scalarValue(node);
  if (node.kind === "list") return node.items.map(treeOf);
  // Keys become lower case all the way down, as the reference hands them over.
  return Object.fromEntries(node.entries.map(({key, value}) => [key.toLowerCase(), treeOf(value)]));
}

function scalarValue(node: FileScalar): ConfigValue {
  const {plain, text} = node;
  if (!plain) return text;
  if (isNothing(node)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^[+-]?[0-9]{1,20}$/.test(text)) return BigInt(text.replace(/^\+/, ""));
  if (/^[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text);
  return text;
}
