import {makeRef, type NodeRef, pageOf, slotLimit, slotOf} from "./nodeRef.ts";
import {putVarint, VarintReader} from "./varint.ts";

/** A set of nodes, by page: a bit for each slot. */
export class DeadNodes {
  readonly #pages = new Map<number, Uint8Array>();

  add(ref: NodeRef): void {
    const slot = slotOf(ref);
    const bits = this.#bitsOf(pageOf(ref));
    bits[slot >>> 3] = (bits[slot >>> 3] ?? 0) | (1 << (slot & 7));
  }

  has(ref: NodeRef): boolean {
    return hasSlot(this.#pages.get(pageOf(ref)) ?? none, slotOf(ref));
  }

  /** Adds all nodes of a dead list. PERF: one look-up per page. */
  addList(list: Uint8Array): void {
    forEachPage(list, (page, slots) => {
      const bits = this.#bitsOf(page);
      for (const slot of slots) bits[slot >>> 3] = (bits[slot >>> 3] ?? 0) | (1 << (slot & 7));
    });
  }

  pages(): Iterable<readonly [page: number, slots: Uint8Array]> {
    return this.#pages;
  }

  get pageCount(): number {
    return this.#pages.size;
  }

  #bitsOf(page: number): Uint8Array {
    const known = this.#pages.get(page);
    if (known !== undefined) return known;
    const made = new Uint8Array(slotLimit / 8);
    this.#pages.set(page, made);
    return made;
  }
}

const none = new Uint8Array();

export function hasSlot(bits: Uint8Array, slot: number): boolean {
  return ((bits[slot >>> 3] ?? 0) & (1 << (slot & 7))) !== 0;
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
