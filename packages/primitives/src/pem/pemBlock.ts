import {fromBase64, toBase64} from "../bytes/index.ts";

export interface PemBlock {
  /** Text between `-----BEGIN ` and `-----`. */
  readonly type: string;
  readonly data: Uint8Array;
}

export interface FoundPemBlock extends PemBlock {
  /** What follows the END line. */
  readonly rest: string;
}

const begin = "-----BEGIN ";
const end = "-----END ";
const dashes = "-----";
/** Symbols of one line of base64. */
const lines64 = /.{1,64}/g;

/** A block without headers: base64 in lines of 64 symbols, a line feed after each line. */
export function encodePemBlock({type, data}: PemBlock): string {
  const lines = toBase64(data).match(lines64) ?? [];
  return [`${begin}${type}${dashes}`, ...lines, `${end}${type}${dashes}`, ""].join("\n");
}

/**
 * The first PEM block of a text, or `null` when there is none. As in Go 1.17: text before it is skipped, header lines
 * (with a colon) are skipped, spaces and tabs may stand in the base64, a BEGIN line whose block is broken is passed over.
 */
export function findPemBlock(text: string): FoundPemBlock | null {
  let at = afterBegin(text, 0);
  let nextEnd = -1;
  while (at !== null) {
    const typeLine = lineAt(text, at);
    at = typeLine.next;
    if (typeLine.line.endsWith(dashes)) {
      const body = skipHeaders(text, at);
      if (body === null) return null;
      at = body.start;
      const isEmpty = !body.hasHeaders && text.startsWith(end, at);
      if (!isEmpty && nextEnd < at) {
        nextEnd = text.indexOf(`\n${end}`, at);
        // Without an END line ahead no later block can be whole either.
        if (nextEnd < 0) return null;
      }
      const found = closeBlock(text, at, isEmpty ? at - 1 : nextEnd, typeLine.line.slice(0, -dashes.length));
      if (found !== null) return found;
    }
    at = afterBegin(text, at);
  }
  return null;
}

/** The block from `start` to the line break at `endAt` before its END line, or `null` when it is broken. */
function closeBlock(text: string, start: number, endAt: number, type: string): FoundPemBlock | null {
  const trailer = `${type}${dashes}`;
  const trailerAt = endAt + 1 + end.length;
  if (!text.startsWith(trailer, trailerAt)) return null;
  const endLine = lineAt(text, trailerAt + trailer.length);
  if (endLine.line !== "") return null;
  const data = decodeBody(text, start, Math.max(start, endAt));
  return data === null ? null : {type, data, rest: text.slice(endLine.next)};
}

function decodeBody(text: string, start: number, stop: number): Uint8Array | null {
  // A broken block swallows what follows it; the first foreign symbol tells, before anything is copied.
  const foreign = /[^A-Za-z0-9+/=\r\n \t]/g;
  foreign.lastIndex = start;
  const found = foreign.exec(text);
  if (found !== null && found.index < stop) return null;
  return fromBase64(text.slice(start, stop).replaceAll(/[ \t]/g, ""));
}

/** Skips lines with a colon; `null` when the text ends in them. */
function skipHeaders(
  text: string,
  from: number,
): {readonly start: number; readonly hasHeaders: boolean} | null {
  let start = from;
  while (start < text.length) {
    const {line, next} = lineAt(text, start);
    if (!line.includes(":")) return {start, hasHeaders: start > from};
    start = next;
  }
  return null;
}

/** The line from `start` without line break and trailing blanks, and where the next one starts. */
function lineAt(text: string, start: number): {readonly line: string; readonly next: number} {
  const feed = text.indexOf("\n", start);
  const stop = feed < 0 ? text.length : feed;
  let length = feed > start && text[feed - 1] === "\r" ? stop - 1 : stop;
  while (length > start && (text[length - 1] === " " || text[length - 1] === "\t")) length--;
  return {line: text.slice(start, length), next: feed < 0 ? text.length : feed + 1};
}

/** Where the type of the next block begins, or `null`. */
function afterBegin(text: string, from: number): number | null {
  if (text.startsWith(begin, from)) return from + begin.length;
  const found = text.indexOf(`\n${begin}`, from);
  return found < 0 ? null : found + 1 + begin.length;
}
