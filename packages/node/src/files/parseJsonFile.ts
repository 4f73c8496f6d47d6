import {JsonError, type JsonValue, parseJson} from "@oasis-node/primitives/json";
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
