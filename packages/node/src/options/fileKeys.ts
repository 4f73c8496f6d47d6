import {type FileEntry, type FileMap, type FileNode, isNothing} from "./fileNode.ts";
import type {OptionTable} from "./option.ts";
import type {Place} from "./parsed.ts";

/** A key of the file with its value. */
export interface FileKey {
  /** Dotted, lower case. */
  readonly key: string;
  readonly place: Place;
  readonly node: FileNode;
}

export interface FileKeys {
  readonly given: ReadonlyMap<string, FileKey>;
  /** Named twice, for instance once nested and once with dots. */
  readonly repeated: readonly FileKey[];
  readonly unknown: readonly FileKey[];
}

/**
 * Finds the options in a file: nesting joins with dots, any case (cli-config-grpc §1.1). `isKnown` tells keys of other
 * commands, which are let pass.
 */
export function findKeys(root: FileMap, table: OptionTable, isKnown: (key: string) => boolean): FileKeys {
  const given = new Map<string, FileKey>();
  const repeated: FileKey[] = [];
  const unknown: FileKey[] = [];
  const add = (found: FileKey): void => {
    const before = given.get(found.key);
    const merged = before === undefined ? found : joinMaps(before, found);
    if (merged === null) repeated.push(found);
    else given.set(found.key, merged);
  };
  const visit = (map: FileMap, path: string): void => {
    for (const {key: name, place, value} of map.entries) {
      const key = `${path}${name.toLowerCase()}`;
      const owner = mapOption(table, key);
      if (Object.hasOwn(table, key)) {
        if (table[key]?.flagOnly !== true && !isNothing(value)) add({key, place, node: value});
      } else if (owner !== null) add(entryOf(owner, {key, place, value}));
      else if (isKnown(key)) continue;
      else if (value.kind === "map") visit(value, `${key}.`);
      else unknown.push({key, place, node: value});
    }
  };
  visit(root, "");
  return {given, repeated, unknown};
}

/** The option whose mapping has an entry of that dotted name: `log.level.tendermint` is one of `log.level`. */
function mapOption(table: OptionTable, key: string): string | null {
  for (let dot = key.indexOf("."); dot >= 0; dot = key.indexOf(".", dot + 1)) {
    const prefix = key.slice(0, dot);
    if (Object.hasOwn(table, prefix) && table[prefix]?.type.takesMap === true) return prefix;
  }
  return null;
}

function entryOf(owner: string, {key, place, value}: FileEntry): FileKey {
  const entry = {key: key.slice(owner.length + 1), place, value};
  return {key: owner, place, node: {kind: "map", entries: [entry], place}};
}

/** Both parts of a mapping; `null` unless they are mappings without a key in common. */
function joinMaps(first: FileKey, second: FileKey): FileKey | null {
  if (first.node.kind !== "map" || second.node.kind !== "map") return null;
  const names = new Set(first.node.entries.map(({key}) => key.toLowerCase()));
  if (second.node.entries.some(({key}) => names.has(key.toLowerCase()))) return null;
  return {...first, node: {...first.node, entries: [...first.node.entries, ...second.node.entries]}};
}
