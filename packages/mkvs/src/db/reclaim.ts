import {hasSlot, joined} from "./deadNodes.ts";
import type {Garbage} from "./garbage.ts";
import {deadListKey, deadSlotsKey, pageKey, rootKey, writeLogKey} from "./keys.ts";
import type {WriteSet} from "./orderedStore.ts";
import {compact, sizeWithout} from "./page.ts";
import type {RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";

/** A page is rewritten without its dead nodes when these take more than this part of it. */
const deadShareLimit = 1 / 2;

/**
 * Gives the room of dead nodes back. A page without live nodes goes; one that is mostly dead is rewritten; for others it
 * is noted which of their slots are dead. So at any time at most half of every page is garbage.
 */
export function reclaim(storage: Storage, {nodes, wholePages}: Garbage, changes: WriteSet): void {
  for (const record of wholePages) dropPages(storage, record, changes);
  for (const [number, dead] of nodes.pages()) reclaimPage(storage, number, dead, changes);
}

function reclaimPage(storage: Storage, number: number, dead: Uint8Array, changes: WriteSet): void {
  const key = pageKey(number);
  const page = storage.store.get(key);
  // The page went with the root it was made with.
  if (page === null || changes.get(key) === null) return;
  const known = storage.store.get(deadSlotsKey(number));
  const all = known === null ? dead : joined(dead, known);
  const isDead = (slot: number): boolean => hasSlot(all, slot);
  const size = sizeWithout(page, isDead);
  if (size > page.length * deadShareLimit) {
    changes.put(deadSlotsKey(number), withoutTail(all));
    return;
  }
  storage.forgetPage(number);
  if (size === 0) changes.delete(key);
  else changes.put(key, compact(page, isDead));
  if (known !== null) changes.delete(deadSlotsKey(number));
}

/** Removes everything stored for a root but the nodes. */
export function dropRecord(record: RootRecord, changes: WriteSet): void {
  changes.delete(rootKey(record));
  if (record.parent !== null) changes.delete(deadListKey(record));
  changes.delete(writeLogKey(record));
}

/** Removes all pages made with a root. */
export function dropPages(
  storage: Storage,
  {firstPage, pageCount}: Pick<RootRecord, "firstPage" | "pageCount">,
  changes: WriteSet,
): void {
  for (let number = firstPage; number < firstPage + pageCount; number++) {
    storage.forgetPage(number);
    changes.delete(pageKey(number));
    changes.delete(deadSlotsKey(number));
  }
}

function withoutTail(bits: Uint8Array): Uint8Array {
  let length = bits.length;
  while (length > 0 && bits[length - 1] === 0) length--;
  return bits.slice(0, length);
}
