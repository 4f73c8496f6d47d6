import type {Tree} from "@oasis-node/mkvs/tree";
import {BytesMap, compare, equal, toHex} from "@oasis-node/primitives/bytes";
import type {ApplicationState} from "@oasis-node/state-transition/application";
import type {Reporter} from "../kind.ts";
import {describeKey, describeValue} from "./describe.ts";
import type {Write} from "./recordedCall.ts";

/**
 * The state that the recording says there is. After every call the application's trees are compared with it key by key
 * and mended where they differ, so that each call is judged for itself.
 */
export class Mirror {
  /** Content of the tree of blocks. */
  readonly content = new BytesMap<Uint8Array, Uint8Array>();
  /** Keys that the recording wrote since the last commit. */
  readonly #written = new BytesMap<Uint8Array, true>();
  /** What the recording wrote to the tree of checks since the last commit. */
  readonly #checks = new BytesMap<Uint8Array, Uint8Array | null>();

  /** Takes over what a call wrote to the tree of blocks, and compares the tree. */
  afterStep(tree: Tree, writes: readonly Write[], report: Reporter): void {
    for (const {key, value} of writes) {
      this.#written.set(key, true);
      if (value === null) this.content.delete(key);
      else this.content.set(key, value);
    }
    const expected = (key: Uint8Array): Uint8Array | null => this.content.get(key) ?? null;
    compareTree(tree, [...this.#written.keys()], expected, report);
  }

  /** The same for the tree of checks. */
  afterCheck(state: ApplicationState, writes: readonly Write[], report: Reporter): void {
    for (const {key, value} of writes) this.#checks.set(key, value);
    const committed = state.newSimulationTree();
    const expected = (key: Uint8Array): Uint8Array | null => {
      const value = this.#checks.get(key);
      return value === undefined ? committed.get(key) : value;
    };
    compareTree(state.checkTree, [...this.#checks.keys()], expected, report);
    committed.close();
  }

  /** The trees begin anew. */
  afterCommit(): void {
    this.#written.clear();
    this.#checks.clear();
  }
}

function compareTree(
  tree: Tree,
  recorded: readonly Uint8Array[],
  expected: (key: Uint8Array) => Uint8Array | null,
  report: Reporter,
): void {
  const ours = tree.pendingWriteLog().map(({key}) => key ?? new Uint8Array());
  const keys = new BytesMap([...recorded, ...ours].map((key) => [key, true] as const));
  for (const key of [...keys.keys()].sort(compare)) {
    const want = expected(key);
    const have = tree.get(key);
    if (want === null ? have === null : have !== null && equal(want, have)) continue;
    report.expect(`write ${describeKey(key)} [${toHex(key)}]`, describeValue(want), describeValue(have));
    if (want === null) tree.remove(key);
    else tree.insert(key, want);
  }
}
