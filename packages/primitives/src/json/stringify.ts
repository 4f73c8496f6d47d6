import {isJsonObject, type JsonValue, jsonEntries} from "./value.ts";

/**
 * Text of a JSON value, byte for byte as Go's `json.Marshal` (no `indent`) or `json.MarshalIndent` would lay it out:
 * `<`, `>`, `&`, U+2028 and U+2029 are escaped, control characters other than \n, \r and \t become \u00xx
 * (primitives-mkvs §1.5).
 */
export function stringifyJson(value: JsonValue, indent = ""): string {
  return print(value, indent, indent === "" ? "" : "\n");
}

function print(value: JsonValue, indent: string, newline: string): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return goFloat(value);
  if (value === null || typeof value !== "object") return String(value);
  const inner = newline + indent;
  if (!isJsonObject(value))
    return wrap(
      "[",
      value.map((item) => print(item, indent, inner)),
      "]",
      newline,
      inner,
    );
  const colon = indent === "" ? ":" : ": ";
  const members: string[] = [];
  for (const [key, member] of jsonEntries(value))
    members.push(quote(key) + colon + print(member, indent, inner));
  return wrap("{", members, "}", newline, inner);
}

function wrap(open: string, items: readonly string[], close: string, newline: string, inner: string): string {
  return items.length === 0 ? open + close : open + inner + items.join(`,${inner}`) + newline + close;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const escaped = /[\u0000-\u001f"\\<>&\u2028\u2029]/g;

function quote(text: string): string {
  return `"${text.toWellFormed().replace(escaped, escapeOf)}"`;
}

function escapeOf(character: string): string {
  switch (character) {
    case '"':
      return '\\"';
    case "\\":
      return "\\\\";
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    default:
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  }
}

/** Go writes exponents with a sign and as JavaScript does otherwise; -0 keeps its sign. */
function goFloat(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
