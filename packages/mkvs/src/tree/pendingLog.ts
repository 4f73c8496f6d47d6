import {BytesMap} from "@oasis-node/primitives/bytes";
import type {LogEntry} from "../writeLog/index.ts";

interface PendingEntry {
  value: Uint8Array | null;
  /** Whether the key was in the tree before its first change. */
  readonly existed: boolean;
}

/** Changes since the last commit, the last one of each key. */
export class PendingLog {
  readonly #entries = new BytesMap<Uint8Array, PendingEntry>();

  /** The pending value of a key, `null` for a removal; `undefined` = the key was not changed. */
  get(key: Uint8Array): Uint8Array | null | undefined {
    return this.#entries.size === 0 ? undefined : this.#entries.get(key)?.value;
  }

  /** Notes a new value, `null` for a removal. `existed` counts only for the first change of a key. */
  set(key: Uint8Array, value: Uint8Array | null, existed: boolean): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, {value, existed});
    else entry.value = value;
  }

  /** Net effect: keys which neither existed nor exist are left out (primitives-mkvs §4.5). */
  summary(): LogEntry[] {
    const log: LogEntry[] = [];
    for (const [key, {value, existed}] of this.#entries)
      if (value !== null || existed) log.push({key, value});
    return log;
  }

  clear(): void {
    this.#entries.clear();
  }
}
