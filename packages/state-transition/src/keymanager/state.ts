import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {decodeStored, readValue, storedEntries, writeValue} from "../storedValue/index.ts";
import {keymanagerKeys as keys} from "./keys.ts";
import {KeymanagerStatus} from "./types/index.ts";

/** The key manager's part of the state tree (consensus-paratime §4.1). Throws `StateError` for state that cannot be read. */
export class KeymanagerState {
  readonly #tree: KeyValueTree;

  constructor(tree: KeyValueTree) {
    this.#tree = tree;
  }

  /** Status of a key manager runtime; null before its first. */
  status(runtimeId: Namespace): KeymanagerStatus | null {
    return readValue(this.#tree, keys.status.encode(runtimeId), KeymanagerStatus);
  }

  /** All statuses, by hash of the runtime's ID. */
  statuses(): KeymanagerStatus[] {
    return storedEntries(this.#tree, keys.status).map(({key, value}) =>
      decodeStored(KeymanagerStatus, value, key),
    );
  }

  setStatus(status: KeymanagerStatus): void {
    writeValue(this.#tree, keys.status.encode(status.id), KeymanagerStatus, status);
  }
}
