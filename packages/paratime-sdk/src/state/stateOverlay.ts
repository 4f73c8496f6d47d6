import {rootTypes} from "@oasis-node/mkvs/node";
import type {RemoteTree} from "@oasis-node/mkvs/syncer";
import {type Item, Tree} from "@oasis-node/mkvs/tree";
import type {LogEntry} from "@oasis-node/mkvs/writeLog";
import {BytesMap, compare} from "@oasis-node/primitives/bytes";
import type {State} from "./state.ts";

/** Changes of a batch, held back from the tree until the whole batch is done. */
export class StateOverlay implements State {
  readonly #inner: RemoteTree;
  /** Values of the changed keys that exist, in order. Never hashed. */
  readonly #changed = Tree.create({rootType: rootTypes.invalid, writeLog: false});
  /** Keys of which this overlay knows more than the tree. */
  readonly #dirty = new BytesMap<Uint8Array, true>();

  constructor(inner: RemoteTree) {
    this.#inner = inner;
  }

  async get(key: Uint8Array): Promise<Uint8Array | null> {
    return this.#dirty.has(key) ? this.#changed.get(key) : this.#inner.get(key);
  }

  async insert(key: Uint8Array, value: Uint8Array): Promise<Uint8Array | null> {
    const previous = await this.get(key);
    this.#changed.insert(key, value);
    this.#dirty.set(key, true);
    return previous;
  }

  /** A key that does not exist stays unchanged, so that nothing is written for it. */
  async remove(key: Uint8Array): Promise<Uint8Array | null> {
    if (this.#dirty.has(key)) return this.#changed.removeExisting(key);
    const value = await this.#inner.get(key);
    if (value !== null) this.#dirty.set(key, true);
    return value;
  }

  async *iterate(from: Uint8Array): AsyncIterable<Item> {
    const kept = this.#inner.iterator();
    const changed = this.#changed.iterator();
    changed.seek(from);
    for (await kept.seek(from); ; ) {
      while (kept.current !== null && this.#dirty.has(kept.current.key)) await kept.next();
      const [old, fresh] = [kept.current, changed.current];
      if (old !== null && (fresh === null || compare(old.key, fresh.key) < 0)) {
        yield old;
        await kept.next();
      } else if (fresh !== null) {
        yield fresh;
        changed.next();
      } else return;
    }
  }

  /**
   * Makes the changes in the tree and tells them: values in key order, then removals. The reference tells of a removal
   * also when the key came up and went in the same batch, and so does this.
   */
  async apply(): Promise<LogEntry[]> {
    const log: LogEntry[] = [];
    const iterator = this.#changed.iterator();
    for (let item = iterator.rewind(); item !== null; item = iterator.next()) {
      await this.#inner.insert(item.key, item.value);
      log.push({key: item.key, value: item.value});
    }
    for (const key of this.#dirty.keys()) {
      if (this.#changed.get(key) !== null) continue;
      await this.#inner.remove(key);
      log.push({key, value: null});
    }
    return log;
  }
}
