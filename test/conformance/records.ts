import {createReadStream} from "node:fs";
import {createInterface} from "node:readline";
import {pipeline} from "node:stream";
import {createGunzip} from "node:zlib";

/** A recorded file does not have the shape its kind expects: the run stops, for nothing it says can be trusted. */
export class RecordError extends Error {
  constructor(where: string, wanted: string, found: unknown) {
    super(`${where}: expected ${wanted}, found ${found === null ? "null" : typeof found}`);
    this.name = "RecordError";
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function object(value: unknown, where: string): JsonObject {
  if (!isObject(value)) throw new RecordError(where, "an object", value);
  return value;
}

export function array(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new RecordError(where, "an array", value);
  return value;
}

export function string(value: unknown, where: string): string {
  if (typeof value !== "string") throw new RecordError(where, "a string", value);
  return value;
}

export function number(value: unknown, where: string): number {
  if (typeof value !== "number") throw new RecordError(where, "a number", value);
  return value;
}

export function boolean(value: unknown, where: string): boolean {
  if (typeof value !== "boolean") throw new RecordError(where, "a boolean", value);
  return value;
}

/** Bytes of a base64 string field. */
export function base64(value: unknown, where: string): Uint8Array {
  return new Uint8Array(Buffer.from(string(value, where), "base64"));
}

/** Bytes of a hexadecimal string field. */
export function hex(value: unknown, where: string): Uint8Array {
  return new Uint8Array(Buffer.from(string(value, where), "hex"));
}

/** The JSON records of a `.jsonl` or `.jsonl.gz` file, a line at a time; integers that a number cannot hold are bigints. */
export async function* readJsonLines(path: string): AsyncGenerator<unknown> {
  for await (const line of createInterface({input: open(path), crlfDelay: Number.POSITIVE_INFINITY})) {
    if (line !== "") yield parseRecord(line);
  }
}

/** The text of a file, unpacked when its name ends in `.gz`. */
export async function readText(path: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of open(path)) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** A read or unpacking error reaches whoever iterates over the stream. */
function open(path: string): NodeJS.ReadableStream & AsyncIterable<Buffer> {
  const file = createReadStream(path);
  if (!path.endsWith(".gz")) return file;
  return pipeline(file, createGunzip(), () => {});
}

/** Looking at every number takes long, so only lines that may have a large one are read that way. */
function parseRecord(line: string): unknown {
  return /[:,[]-?\d{16}/.test(line) ? JSON.parse(line, exactInteger) : JSON.parse(line);
}

function exactInteger(_key: string, value: unknown, context?: {readonly source?: string}): unknown {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return /^-?\d+$/.test(context?.source ?? "") ? BigInt(context?.source ?? "") : value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
