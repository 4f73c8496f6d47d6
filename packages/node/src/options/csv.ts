import type {Parsed} from "./parsed.ts";

/**
 * The fields of one line of comma-separated values, as flags with lists take them: a field may be quoted with `"`, a
 * quote within is doubled. An empty text has no fields.
 */
export function parseCsvLine(text: string): Parsed<readonly string[]> {
  if (text === "") return {value: []};
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    const field = text[at] === '"' ? quotedField(text, at) : bareField(text, at);
    if (field === null) return {wrong: `parse error in ${JSON.stringify(text)}: a lone "`};
    fields.push(field.text);
    at = field.end;
    if (at >= text.length) return {value: fields};
  }
}

interface Field {
  readonly text: string;
  /** Of the comma after it, or of the text. */
  readonly end: number;
}

function bareField(text: string, start: number): Field | null {
  const comma = text.indexOf(",", start);
  const end = comma < 0 ? text.length : comma;
  const field = text.slice(start, end);
  return field.includes('"') ? null : {text: field, end};
}

function quotedField(text: string, start: number): Field | null {
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return null;
    if (text[quote + 1] !== '"') {
      const end = quote + 1;
      if (end < text.length && text[end] !== ",") return null;
      return {text: text.slice(start + 1, quote).replaceAll('""', '"'), end};
    }
    from = quote + 2;
  }
}
