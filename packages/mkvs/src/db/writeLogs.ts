import {equal} from "@oasis-node/primitives/bytes";
import {isEmptyHash} from "@oasis-node/primitives/hash";
import {bitLength, getBit, type Root, rootFollows} from "../node/index.ts";
import type {LogEntry, WriteLog} from "../writeLog/index.ts";
import {NodeDbError, nodeDbErrors} from "./errors.ts";
import {writeLogKey} from "./keys.ts";
import {type NodeRef, unknownRef} from "./nodeRef.ts";
import {parentOf, type RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";
import {putVarint, VarintReader} from "./varint.ts";

/** Longest chain of write logs that is followed, as in the reference: runtime I/O takes two hops. */
const maxHops = 2;

/**
 * Stored form: key and whether it is present afterwards. The value is the one of the key in the new root; unlike in the
 * reference it is never taken from a leaf that did not last (primitives-mkvs §4.5).
 */
export function encodeWriteLog(log: WriteLog): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const {key, value} of log) {
    const head: number[] = [];
    putVarint(head, (key?.length ?? 0) * 2 + Number(value !== null));
    parts.push(Uint8Array.from(head));
    if (key !== null) parts.push(key);
  }
  // Not as arguments: a large log has more parts than a call can take.
  return new Uint8Array(Buffer.concat(parts));
}

export function readWriteLog(storage: Storage, start: Root, end: Root): Iterable<LogEntry> {
  if (storage.options.discardWriteLogs) throw nodeDbErrors.writeLogNotFound();
  if (!rootFollows(end, start)) throw nodeDbErrors.rootMustFollowOld();
  storage.checkNamespace(start.namespace);
  if (storage.isPruned(end.version)) throw nodeDbErrors.writeLogNotFound();
  return entriesOf(storage, findHops(storage, start, end));
}

/** Roots from `end` back to the one that was derived from `start`. A root has one parent, so there is one way only. */
function findHops(storage: Storage, start: Root, end: Root): RootRecord[] {
  const hops: RootRecord[] = [];
  let record = storage.record(end);
  if (record === null) throw nodeDbErrors.rootNotFound();
  while (record !== null && record.version === end.version && hops.length < maxHops) {
    if (storage.store.get(writeLogKey(record)) === null) break;
    hops.push(record);
    if (record.parent === null ? isEmptyHash(start.hash) : equal(record.parent.hash, start.hash)) return hops;
    const parent = parentOf(record);
    record = parent === null ? null : storage.record(parent);
  }
  throw nodeDbErrors.writeLogNotFound();
}

function* entriesOf(storage: Storage, hops: readonly RootRecord[]): Generator<LogEntry> {
  for (const record of hops) {
    const log = storage.store.get(writeLogKey(record));
    if (log === null) throw nodeDbErrors.writeLogNotFound();
    const reader = new VarintReader(log);
    while (!reader.done) {
      const head = reader.next();
      const key = reader.bytes(Math.floor(head / 2));
      yield {key, value: head % 2 === 0 ? null : valueInRoot(storage, record.ref, key)};
    }
  }
}

function valueInRoot(storage: Storage, top: NodeRef, key: Uint8Array): Uint8Array {
  let ref = top;
  let depth = 0;
  while (ref !== unknownRef) {
    const node = storage.node(ref);
    if (node.kind === "leaf") {
      if (!equal(node.key, key)) break;
      return node.value;
    }
    depth += node.labelBitLength;
    const next = depth >= bitLength(key) ? node.leaf : getBit(key, depth) ? node.right : node.left;
    ref = next?.ref ?? unknownRef;
  }
  throw new NodeDbError("corrupted", "key of a write log is not in its root");
}
