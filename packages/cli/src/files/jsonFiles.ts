import {type FilePlace, parseJsonFile, readFileAt, writeFileAt} from "@oasis-node/node/files";
import {fromJson, type Schema, toJson} from "@oasis-node/primitives/cbor";
import {stringifyJson} from "@oasis-node/primitives/json";

/** Reads a value of a JSON file. Throws `FileError` or `JsonError`. */
export async function readJsonFile<T>(path: string, schema: Schema<T>, place: FilePlace): Promise<T> {
  return fromJson(schema, parseJsonFile(await readFileAt(path, place)));
}

/** JSON for people: indented, without a line feed at its end. */
export function prettyJson<T>(schema: Schema<T>, value: T): string {
  return stringifyJson(toJson(schema, value), "  ");
}

/** Writes a value as indented JSON, for its owner only. Throws `FileError`. */
export async function writeJsonFile<T>(
  path: string,
  schema: Schema<T>,
  value: T,
  place: FilePlace,
): Promise<void> {
  await writeFileAt(path, prettyJson(schema, value), place);
}
