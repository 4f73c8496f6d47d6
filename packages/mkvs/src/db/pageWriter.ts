import type {MkvsNode, Pointer} from "../node/index.ts";
import {pageKey} from "./keys.ts";
import {storedSize, writeNode} from "./nodeCodec.ts";
import {makeRef, type NodeRef} from "./nodeRef.ts";
import type {WriteSet} from "./orderedStore.ts";
import {PageBuilder} from "./page.ts";

interface OpenPage {
  readonly number: number;
  readonly builder: PageBuilder;
}

/**
 * Packs the nodes of one root into pages with ascending numbers. Nodes of different bands go to different pages: a page
 * gives its room back soonest when its nodes die at about the same time.
 */
export class PageWriter {
  readonly #changes: WriteSet;
  readonly #open: (OpenPage | undefined)[] = [];
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
  add(node: MkvsNode, band: number, place: (child: Pointer) => NodeRef): NodeRef {
    const size = storedSize(node);
    let page = this.#open[band];
    if (page === undefined || !page.builder.fits(size)) {
      this.#close(page);
      page = {number: this.#nextPage++, builder: new PageBuilder(size)};
      this.#open[band] = page;
    }
    const slot = page.builder.add((body, at) => writeNode(body, at, node, place));
    return makeRef(page.number, slot);
  }

  /** Puts all pages that are still open. */
  finish(): void {
    for (const page of this.#open) this.#close(page);
    this.#open.length = 0;
  }

  #close(page: OpenPage | undefined): void {
    if (page !== undefined) this.#changes.put(pageKey(page.number), page.builder.finish());
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
