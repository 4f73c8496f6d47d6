import type {LogEntry} from "@oasis-node/mkvs/writeLog";
import {equal} from "@oasis-node/primitives/bytes";
import type {SyncChunk, SyncOptions} from "@oasis-node/rpc/services";

/** Entries of a difference that travel together. */
const entriesPerChunk = 10;

/**
 * Cuts a difference into chunks as the reference does (runtime-workers §4.5.1): from after the entry of the offset key on,
 * the last one marked as final. The limit is looked at after each entry that does not fill a chunk: a limit that is a
 * multiple of ten lets one entry more through. What the limit cuts off is never marked as final.
 */
export function* diffChunks(
  entries: Iterable<LogEntry>,
  {offsetKey, limit}: SyncOptions,
): Generator<SyncChunk, undefined> {
  let skipping = offsetKey !== null && offsetKey.length > 0;
  let chunk: LogEntry[] = [];
  let sent = 0n;
  for (const entry of entries) {
    if (skipping) {
      skipping = !equal(entry.key ?? noBytes, offsetKey ?? noBytes);
      continue;
    }
    chunk.push(entry);
    sent++;
    const isFull = chunk.length >= entriesPerChunk;
    const isEnough = !isFull && limit > 0n && sent >= limit;
    if (!isFull && !isEnough) continue;
    yield {final: false, writeLog: chunk};
    if (isEnough) return;
    chunk = [];
  }
  yield {final: true, writeLog: chunk.length === 0 ? null : chunk};
}

const noBytes = new Uint8Array();
