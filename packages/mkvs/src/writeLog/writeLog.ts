import {compare, equal} from "@oasis-node/primitives/bytes";
import {bytes, fromJson, list, mapped, toJson, tuple, type ValueOf} from "@oasis-node/primitives/cbor";

const entry = tuple("writelog.LogEntry", {key: bytes, value: bytes});

/**
 * A change of one key: the new value, or `null` when the key was removed (primitives-mkvs §4.5). A pair in JSON too,
 * which gives no name to either part (§1.5).
 */
export const LogEntry = mapped(entry, {
  name: "writelog.LogEntry",
  to: (value) => value,
  from: (value) => value,
  json: {
    to: ({key, value}) => [toJson(bytes, key), toJson(bytes, value)],
    from: (json) => {
      if (!Array.isArray(json)) return null;
      const [key = null, value = null] = json;
      return {key: fromJson(bytes, key), value: fromJson(bytes, value)};
    },
  },
});
export type LogEntry = ValueOf<typeof entry>;

/** Net changes from one root to the next. Keys are unique, the order is free. */
export const WriteLog = list(LogEntry);
export type WriteLog = readonly LogEntry[];

/** The log ordered by key, as a new array. */
export function sortWriteLog(log: WriteLog): LogEntry[] {
  return [...log].sort((a, b) => compare(a.key ?? none, b.key ?? none));
}

/** Whether both make the same changes, whatever their order. */
export function equalWriteLogs(a: WriteLog, b: WriteLog): boolean {
  if (a.length !== b.length) return false;
  const sorted = sortWriteLog(b);
  return sortWriteLog(a).every((entry, i) => equalEntries(entry, sorted[i]));
}

const none = new Uint8Array();

function equalEntries(a: LogEntry, b: LogEntry | undefined): boolean {
  if (b === undefined || !equal(a.key ?? none, b.key ?? none)) return false;
  if (a.value === null || b.value === null) return a.value === b.value;
  return equal(a.value, b.value);
}
