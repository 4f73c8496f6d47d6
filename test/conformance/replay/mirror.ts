import type {Tree} from "@oasis-node/mkvs/tree";
import {BytesMap, compare, equal, toHex} from "@oasis-node/primitives/bytes";
import type {Reporter} from "../kind.ts";
import {describeKey, describeValue} from "./describe.ts";
import type {Write} from "./recordedCall.ts";

/**
 * The state that the recording says there is. After every call the application's tree is compared with it key by key
 * and mended where it differs, so that each call is judged for itself. Recordings do not tell what checks write.
 */
export class Mirror {
  /** Content of the tree of blocks. */
  readonly #content = new BytesMap<Uint8Array, Uint8Array>();
  /** Keys that the recording wrote since the last commit. */
  readonly #written = new BytesMap<Uint8Array, true>();

  /** Begins with the state that the first call meets. */
  constructor(tree: Tree) {
    const iterator = tree.iterator();
    for (let item = iterator.rewind(); item !== null; item = iterator.next()) {
      this.#content.set(item.key, item.value);
    }
  }

  /** Takes over what a call wrote to the tree of blocks, and compares the tree. */
  afterStep(tree: Tree, writes: readonly Write[], report: Reporter): void {
    for (const {key, value} of writes) {
      this.#written.set(key, true);
      if (value === null) this.#content.delete(key);
      else this.#content.set(key, value);
    }
    this.#compare(tree, report);
  }

  /** A new version begins. */
  afterCommit(): void {
    this.#written.clear();
  }

  #compare(tree: Tree, report: Reporter): void {
    const keys = new BytesMap(this.#written);
    for (const {key} of tree.pendingWriteLog()) keys.set(key ?? new Uint8Array(), true);
    for (const key of [...keys.keys()].sort(compare)) {
      const want = this.#content.get(key) ?? null;
      const have = tree.get(key);
      if (want === null ? have === null : have !== null && equal(want, have)) continue;
      const what = `write ${describeKey(key)} [${toHex(key)}]`;
      report.expect(what, describeValue(want), describeValue(have));
      if (want === null) tree.remove(key);
      else tree.insert(key, want);
    }
  }
}
