import {makeRef, type NodeRef, pageOf, slotOf} from "./nodeRef.ts";
import {putVarint, VarintReader} from "./varint.ts";

/** A set of nodes, by page: a bit for each slot. */
export class DeadNodes {
  readonly #pages = new Map<number, Uint8Array>();

  add(ref: NodeRef): void {
    this.#addSlots(pageOf(ref), [slotOf(ref)]);
  }

  has(ref: NodeRef): boolean {
    return hasSlot(this.#pages.get(pageOf(ref)) ?? none, slotOf(ref));
  }

  /** Adds all nodes of a dead list. PERF: one look-up per page. */
  addList(list: Uint8Array): void {
    forEachPage(list, (page, slots) => this.#addSlots(page, slots));
  }

  pages(): Iterable<readonly [page: number, slots: Uint8Array]> {
    return this.#pages;
  }

  /** Slots are in ascending order. */
  #addSlots(page: number, slots: readonly number[]): void {
    const last = slots.at(-1) ?? 0;
    let bits = this.#pages.get(page) ?? none;
    if (last >= bits.length * 8) {
      bits = joined(bits, new Uint8Array(Math.max(usualSlots, last + 1) / 8 + 1));
      this.#pages.set(page, bits);
    }
    for (const slot of slots) bits[slot >>> 3] = (bits[slot >>> 3] ?? 0) | (1 << (slot & 7));
  }
}

/** Slots to have room for in a set: more than most pages have. */
const usualSlots = 120;

const none = new Uint8Array();

export function hasSlot(bits: Uint8Array, slot: number): boolean {
  return ((bits[slot >>> 3] ?? 0) & (1 << (slot & 7))) !== 0;
}

/** The slots that are in either set, in an array as long as the longer one. */
export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.max(a.length, b.length));
  for (let at = 0; at < out.length; at++) out[at] = (a[at] ?? 0) | (b[at] ?? 0);
  return out;
}

/** A list of nodes for the disk: (page difference ‖ count ‖ slot differences …) of each page in order. */
export function encodeDeadList(refs: Iterable<NodeRef>): Uint8Array {
  const sorted = Float64Array.from(new Set(refs)).sort();
  const out: number[] = [];
  let page = 0;
  for (let at = 0; at < sorted.length; ) {
    const here = pageOf(sorted[at] ?? 0);
    let end = at;
    while (end < sorted.length && pageOf(sorted[end] ?? 0) === here) end++;
    putVarint(out, here - page);
    putVarint(out, end - at);
    let slot = 0;
    for (; at < end; at++) {
      const next = slotOf(sorted[at] ?? 0);
      putVarint(out, next - slot);
      slot = next;
    }
    page = here;
  }
  return Uint8Array.from(out);
}

export function decodeDeadList(list: Uint8Array): NodeRef[] {
  const refs: NodeRef[] = [];
  forEachPage(list, (page, slots) => {
    for (const slot of slots) refs.push(makeRef(page, slot));
  });
  return refs;
}

function forEachPage(list: Uint8Array, visit: (page: number, slots: readonly number[]) => void): void {
  const reader = new VarintReader(list);
  let page = 0;
  while (!reader.done) {
    page += reader.next();
    const slots: number[] = [];
    let slot = 0;
    for (let left = reader.next(); left > 0; left--) {
      slot += reader.next();
      slots.push(slot);
    }
    visit(page, slots);
  }
}
