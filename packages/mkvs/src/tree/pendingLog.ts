import type {LogEntry} from "../writeLog/index.ts";

interface PendingEntry {
  readonly key: Uint8Array;
  value: Uint8Array | null;
  /** Whether the key was in the tree before its first change. */
  readonly existed: boolean;
}

/**
 * Changes since the last commit, the last one of each key. Makes no use of `BytesMap`, which would convert each key
 * twice.
 */
export class PendingLog {
  readonly #entries = new Map<string, PendingEntry>();

  /** The pending value of a key, `null` for a removal; `undefined` = the key was not changed. */
  get(key: Uint8Array): Uint8Array | null | undefined {
    return this.#entries.size === 0 ? undefined : this.#entries.get(indexOf(key))?.value;
  }

  /** Notes a new value, `null` for a removal. `existed` counts only for the first change of a key. */
  set(key: Uint8Array, value: Uint8Array | null, existed: boolean): void {
    const index = indexOf(key);
    const entry = this.#entries.get(index);
    if (entry === undefined) this.#entries.set(index, {key, value, existed});
    else entry.value = value;
  }

  /** Net effect: keys which neither existed nor exist are left out (primitives-mkvs §4.5). */
  summary(): LogEntry[] {
    const log: LogEntry[] = [];
    for (const {key, value, existed} of this.#entries.values())
      if (value !== null || existed) log.push({key, value});
    return log;
  }

  clear(): void {
    this.#entries.clear();
  }
}

function indexOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
}
