import type {MkvsNode} from "../node/index.ts";
import {NodeDbError} from "./errors.ts";
import {pageKey} from "./keys.ts";
import {storedSize, writeNode} from "./nodeCodec.ts";
import {makeRef, type NodeRef} from "./nodeRef.ts";
import type {WriteSet} from "./orderedStore.ts";
import {PageBuilder} from "./page.ts";

/**
 * Packs the nodes of one root into pages with ascending numbers. Nodes of different bands go to different pages: a page
 * gives its room back soonest when its nodes die at about the same time.
 */
export class PageWriter {
  readonly #changes: WriteSet;
  readonly #bands = Array.from({length: bulkBand + 1}, () => ({number: 0, builder: new PageBuilder()}));
  #nextPage: number;

  constructor(changes: WriteSet, nextPage: number) {
    this.#changes = changes;
    this.#nextPage = nextPage;
  }

  /** Number after the last page used. */
  get nextPage(): number {
    return this.#nextPage;
  }

  /** Stores a node whose children have their places already; returns its own. */
  add(node: MkvsNode, band: number): NodeRef {
    const page = this.#bands[band] ?? this.#bands[bulkBand];
    if (page === undefined) throw new NodeDbError("invalidOperation", "no such band");
    const size = storedSize(node);
    if (!page.builder.isEmpty && !page.builder.fits(size)) this.#close(page);
    if (page.builder.isEmpty) page.number = this.#nextPage++;
    const {body, at, slot} = page.builder.add(size);
    writeNode(body, at, node);
    return makeRef(page.number, slot);
  }

  /** Puts all pages that are still open. */
  finish(): void {
    for (const page of this.#bands) if (!page.builder.isEmpty) this.#close(page);
  }

  #close({number, builder}: {readonly number: number; readonly builder: PageBuilder}): void {
    this.#changes.put(pageKey(number), builder.finish());
  }
}

/** Band of nodes of which nothing is known but that they belong together. */
export const bulkBand = 2;

/**
 * Band of a node `depth` steps below the root in a commit that stores `count` nodes. With changes spread evenly, a
 * similar commit replaces every node less than log2 of its changed keys deep, each level below half as often as the
 * one above. A changed key stores about eight nodes.
 */
export function bandOf(depth: number, count: number): number {
  const replaced = Math.log2(Math.max(count, 8) / 8);
  if (depth < replaced) return 0;
  return depth < replaced + 3 ? 1 : bulkBand;
}
