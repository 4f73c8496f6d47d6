import {type FilePlace, readFileAt, writeFileAt} from "@oasis-node/node/files";
import {fromJson, type Schema, toJson} from "@oasis-node/primitives/cbor";
import {JsonError, type JsonValue, parseJson, stringifyJson} from "@oasis-node/primitives/json";
import {jsonFault} from "./jsonFault.ts";

/** Text that is not JSON, in the words of Go's parser. */
class JsonSyntaxError extends JsonError {
  constructor(fault: string, cause: unknown) {
    super("syntax", fault, {}, cause);
    this.message = fault;
  }
}

/** The JSON of a file's content. Throws `JsonError`; for what is not JSON, in the words of Go's parser. */
export function parseJsonFile(bytes: Uint8Array): JsonValue {
  try {
    return parseJson(new TextDecoder().decode(bytes));
  } catch (error) {
    if (!(error instanceof JsonError) || error.code !== "syntax") throw error;
    const fault = jsonFault(bytes);
    throw fault === null ? error : new JsonSyntaxError(fault, error);
  }
}

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
