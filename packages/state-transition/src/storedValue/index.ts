export {nullWhenEmpty} from "./nullWhenEmpty.ts";
export {StateError} from "./stateError.ts";
export {
  decodeStored,
  hasStored,
  readRequired,
  readValue,
  type StoredEntry,
  storedEntries,
  writeValue,
} from "./storedValue.ts";
