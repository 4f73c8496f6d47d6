import {NodeDbError} from "./errors.ts";
import {readNode, type StoredNode} from "./nodeCodec.ts";
import {slotLimit} from "./nodeRef.ts";

/*
 * A page is nodes stored together: u16 number of slots ‖ u16 offset of each slot, 0 when the node is dead ‖ nodes in
 * the order of their slots. Only the last node of a page may reach beyond the size of a page.
 */
const entrySize = 2;

/**
 * Bytes of a full page: with the 24 bytes LMDB adds, two disk pages of 4 KiB.
 */
const pageSize = 8168;

/** Collects nodes into pages, one page at a time; slots are numbered in the order nodes are added. */
export class PageBuilder {
  #body = new Uint8Array(pageSize);
  readonly #offsets: number[] = [];
  #end = 0;

  get isEmpty(): boolean {
    return this.#offsets.length === 0;
  }

  fits(size: number): boolean {
    const slots = this.#offsets.length + 1;
    return slots <= slotLimit && entrySize * (slots + 1) + this.#end + size <= pageSize;
  }

  /** Room for a node of `size` bytes, which may exceed a page only when it is the first; its slot is `slot`. */
  add(size: number): {readonly body: Uint8Array; readonly at: number; readonly slot: number} {
    if (size > this.#body.length) this.#body = new Uint8Array(size);
    const at = this.#end;
    this.#offsets.push(at);
    this.#end = at + size;
    return {body: this.#body, at, slot: this.#offsets.length - 1};
  }

  /** The page; afterwards the builder is empty. */
  finish(): Uint8Array {
    const header = entrySize * (this.#offsets.length + 1);
    const page = new Uint8Array(header + this.#end);
    putU16(page, 0, this.#offsets.length);
    this.#offsets.forEach((offset, slot) => {
      putU16(page, entrySize * (slot + 1), header + offset);
    });
    page.set(this.#body.subarray(0, this.#end), header);
    this.#offsets.length = 0;
    this.#end = 0;
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
