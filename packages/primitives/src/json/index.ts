export {JsonError, type JsonErrorCode} from "./jsonError.ts";
export {parseJson} from "./parse.ts";
export {stringifyJson} from "./stringify.ts";
export {isJsonObject, type JsonObject, type JsonValue, jsonEntries} from "./value.ts";
