import type {Plain} from "./values.ts";

/** Names and values of a line in the order in which logfmt has them. A later value of a name replaces the earlier one in JSON. */
type LineFields = readonly (readonly [name: string, value: Plain])[];

export type LineFormat = (fields: LineFields) => string;

/** `level=warn module=x msg="two words"`, with a line feed. */
export const formatLogfmt: LineFormat = (fields) =>
  `${fields.map(([name, value]) => `${logfmtName(name)}=${logfmtValue(value)}`).join(" ")}\n`;

/** One object with its keys in alphabetical order, with a line feed. */
export const formatJson: LineFormat = (fields) => `${jsonText(Object.fromEntries(fields))}\n`;

function logfmtName(name: string): string {
  const allowed = name.replaceAll(/[\p{Cc}\s="\ufffd]/gu, "");
  return allowed === "" ? "_" : allowed;
}

function logfmtValue(value: Plain): string {
  const text = typeof value === "string" ? value : jsonText(value);
  // Line separators and control characters would break the line, or the terminal.
  return /[\p{Cc}\s="\ufffd\u2028\u2029]/u.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  const escaped = /[\u007f-\u009f\u2028\u2029]/g;
  return JSON.stringify(text).replaceAll(escaped, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function jsonText(value: Plain): string {
  if (typeof value === "string") return quoted(value);
  // Numbers keep all their digits.
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${quoted(name)}:${jsonText(value[name] ?? null)}`).join(",")}}`;
}

function isList(value: object): value is readonly Plain[] {
  return Array.isArray(value);
}
