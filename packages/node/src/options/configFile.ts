import {extname} from "node:path";
import type {LineCounter} from "yaml";
import type {FileEntry, FileMap, FileNode} from "./fileNode.ts";
import {loadYaml} from "./loadYaml.ts";
import type {Place} from "./parsed.ts";
import type {OptionProblem} from "./problem.ts";

export interface ConfigText {
  readonly path: string;
  readonly text: string;
}

export type ConfigFile = {readonly root: FileMap} | {readonly problems: readonly OptionProblem[]};

/** Far more than any configuration has: what is larger is another kind of file, or an attack by references. */
const mostCharacters = 4 * 1024 * 1024;
const mostNodes = 100_000;
const deepest = 64;
const start: Place = {line: 1, column: 1};

/** Why a text is no configuration, and where. */
class Malformed extends Error {
  readonly place: Place;

  constructor(place: Place, detail: string) {
    super(detail);
    this.place = place;
  }
}

/** Reads a configuration, whose format its extension tells: `.yaml`, `.yml` or `.json` (cli-config-grpc §1.1). */
export function parseConfigFile(file: ConfigText): ConfigFile {
  const extension = extname(file.path).slice(1).toLowerCase();
  if (extension !== "yaml" && extension !== "yml" && extension !== "json") {
    const message = `Unsupported Config Type ${JSON.stringify(extension)}`;
    return failed(file, start, message, "a file name that ends in .yml, .yaml or .json", "rename the file");
  }
  try {
    if (file.text.length > mostCharacters) {
      throw new Malformed(start, `more than ${mostCharacters} characters`);
    }
    const root = readTree(file.text);
    // What JSON has, YAML has too, with places; but not the other way round.
    if (extension === "json") checkJson(file.text);
    return {root};
  } catch (error) {
    // The parser recurses: only deep nesting makes it run out of stack.
    const fault = error instanceof RangeError ? new Malformed(start, "nested too deeply") : error;
    if (!(fault instanceof Malformed)) throw error;
    const message = `While parsing config: yaml: line ${fault.place.line}: ${fault.message}`;
    const wanted = extension === "json" ? "well-formed JSON" : "well-formed YAML";
    return failed(file, fault.place, message, wanted, `correct line ${fault.place.line}`);
  }
}

function failed(file: ConfigText, place: Place, message: string, wanted: string, remedy: string): ConfigFile {
  const source = {from: "file", path: file.path, ...place} as const;
  return {problems: [{key: null, source, message, found: file.path, wanted, remedy}]};
}

function readTree(text: string): FileMap {
  const {LineCounter, parseDocument} = loadYaml();
  const lines = new LineCounter();
  // Every scalar stays the text it is written as; what it means is for the option to say.
  const document = parseDocument(text, {
    schema: "failsafe",
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "silent",
  });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new Malformed(placeAt(lines, error.pos[0]), error.message.split("\n")[0] ?? error.code);
  }
  const root = new TreeReader(lines).read(document.contents, start, 0);
  if (root.kind === "map") return root;
  if (root.kind === "scalar" && root.plain && root.text === "") {
    return {kind: "map", entries: [], place: start};
  }
  throw new Malformed(root.place, "there are no keys at the top of the file");
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Malformed(start, error.message);
  }
}

function placeAt(lines: LineCounter, offset: number): Place {
  const {line, col} = lines.linePos(offset);
  return {line: Math.max(line, 1), column: Math.max(col, 1)};
}

/** Turns the parser's nodes into ours; references are followed as often as the limits allow. */
class TreeReader {
  readonly #yaml = loadYaml();
  readonly #lines: LineCounter;
  /** As far as read: a reference is to something before it. */
  readonly #anchors = new Map<string, unknown>();
  #count = 0;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  read(node: unknown, fallback: Place, depth: number): FileNode {
    const place = this.#placeOf(node) ?? fallback;
    this.#count++;
    if (this.#count > mostNodes) throw new Malformed(place, "too many values");
    if (depth > deepest) throw new Malformed(place, "nested too deeply");
    const {isAlias, isMap, isNode, isScalar, isSeq} = this.#yaml;
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) throw new Malformed(place, `unknown anchor '${node.source}' referenced`);
      return this.read(target, place, depth + 1);
    }
    if (isNode(node) && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return {kind: "map", entries: this.#entries(node.items, place, depth), place};
    if (isSeq(node)) {
      return {kind: "list", items: node.items.map((item) => this.read(item, place, depth + 1)), place};
    }
    if (!isScalar(node)) return {kind: "scalar", text: "", plain: true, place};
    const text = typeof node.value === "string" ? node.value : "";
    return {kind: "scalar", text, plain: node.type === "PLAIN", place};
  }

  #entries(
    pairs: readonly {readonly key: unknown; readonly value: unknown}[],
    place: Place,
    depth: number,
  ): readonly FileEntry[] {
    return pairs.map(({key, value}) => {
      const name = this.read(key, place, depth + 1);
      if (name.kind !== "scalar") throw new Malformed(name.place, "a key is not a text");
      return {key: name.text, place: name.place, value: this.read(value, name.place, depth + 1)};
    });
  }

  #placeOf(node: unknown): Place | null {
    if (!this.#yaml.isNode(node) || node.range === null || node.range === undefined) return null;
    return placeAt(this.#lines, node.range[0]);
  }
}
