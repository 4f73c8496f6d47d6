import {NodeDbError} from "./errors.ts";
import {readNode, type StoredNode} from "./nodeCodec.ts";
import {slotLimit} from "./nodeRef.ts";

/*
 * A page is nodes stored together: u16 number of slots ‖ u16 offset of each slot, 0 when the node is dead ‖ nodes in
 * the order of their slots. Only the last node of a page may reach beyond the size of a page.
 */
const entrySize = 2;

/**
 * Bytes of a full page: with the 24 bytes LMDB adds, two disk pages of 4 KiB. Measured against one and four: a smaller
 * page costs more per node written, a larger one keeps dead nodes longer.
 */
export const pageSize = 8168;

/** Collects nodes into one page; slots are numbered in the order they are added. */
export class PageBuilder {
  readonly #body: Uint8Array;
  readonly #offsets: number[] = [];
  #end = 0;

  /** A page that grows to at most `pageSize`, or to one node of `capacity` bytes. */
  constructor(capacity: number) {
    this.#body = new Uint8Array(Math.max(capacity, pageSize));
  }

  get slots(): number {
    return this.#offsets.length;
  }

  fits(size: number): boolean {
    const header = entrySize * (this.#offsets.length + 2);
    return this.#offsets.length < slotLimit && header + this.#end + size <= pageSize;
  }

  /** Lets `write` put a node at a position of the body; returns its slot. */
  add(write: (body: Uint8Array, at: number) => number): number {
    this.#offsets.push(this.#end);
    this.#end = write(this.#body, this.#end);
    return this.#offsets.length - 1;
  }

  finish(): Uint8Array {
    const header = entrySize * (this.#offsets.length + 1);
    const page = new Uint8Array(header + this.#end);
    putU16(page, 0, this.#offsets.length);
    this.#offsets.forEach((offset, slot) => {
      putU16(page, entrySize * (slot + 1), header + offset);
    });
    page.set(this.#body.subarray(0, this.#end), header);
    return page;
  }
}

export function slotCount(page: Uint8Array): number {
  return getU16(page, 0);
}

export function isLive(page: Uint8Array, slot: number): boolean {
  return slot < slotCount(page) && getU16(page, entrySize * (slot + 1)) !== 0;
}

/** The node in a slot. Throws `NodeDbError` `corrupted`: nobody may refer to a dead node. */
export function nodeInSlot(page: Uint8Array, slot: number): StoredNode {
  if (!isLive(page, slot)) throw new NodeDbError("corrupted", "no node in slot", {details: {slot}});
  return readNode(page, getU16(page, entrySize * (slot + 1)));
}

/** Bytes a page would have without the nodes for which `isDead`. 0 when none is left. */
export function sizeWithout(page: Uint8Array, isDead: (slot: number) => boolean): number {
  let size = 0;
  forEachLive(page, (slot, start, end) => {
    if (!isDead(slot)) size += end - start;
  });
  return size === 0 ? 0 : size + entrySize * (slotCount(page) + 1);
}

/** The page without the nodes for which `isDead`; the others keep their slots. */
export function compact(page: Uint8Array, isDead: (slot: number) => boolean): Uint8Array {
  const slots = slotCount(page);
  const out = new Uint8Array(sizeWithout(page, isDead));
  putU16(out, 0, slots);
  let at = out.length;
  forEachLive(page, (slot, start, end) => {
    if (isDead(slot)) return;
    at -= end - start;
    putU16(out, entrySize * (slot + 1), at);
    out.set(page.subarray(start, end), at);
  });
  return out;
}

/** Visits the nodes that are left, from the last slot to the first. */
function forEachLive(page: Uint8Array, visit: (slot: number, start: number, end: number) => void): void {
  let end = page.length;
  for (let slot = slotCount(page) - 1; slot >= 0; slot--) {
    const start = getU16(page, entrySize * (slot + 1));
    if (start !== 0) {
      visit(slot, start, end);
      end = start;
    }
  }
}

function putU16(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 8;
  target[at + 1] = value;
}

function getU16(source: Uint8Array, at: number): number {
  return (source[at] ?? 0) * 256 + (source[at + 1] ?? 0);
}
