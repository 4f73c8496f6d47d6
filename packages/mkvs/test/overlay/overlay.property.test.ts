import {utf8} from "@oasis-node/primitives/bytes";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {Overlay} from "../../src/overlay/index.ts";
import {anyKey, anyOperations, applyTo, entriesOf, Model, seed, treeOf} from "../tree/model.ts";

describe("an overlay", () => {
  test("shows what direct writes would show, and writes it on commit or forgets it on discard", () => {
    const steps = fc.array(fc.tuple(anyOperations, fc.constantFrom("commit", "discard")), {maxLength: 4});
    fc.assert(
      fc.property(anyOperations, steps, fc.array(anyKey, {maxLength: 5}), (before, parts, seeks) => {
        const inner = treeOf([]);
        let model = new Model();
        for (const operation of before) {
          applyTo(inner, operation);
          model.apply(operation);
        }
        const overlay = new Overlay(inner);
        for (const [operations, end] of parts) {
          const changed = model.copy();
          for (const operation of operations) {
            const expected = changed.apply(operation);
            const result = applyTo(overlay, operation);
            if (result !== undefined) expect(result).toEqual(expected);
          }
          const iterator = overlay.iterator();
          expect(entriesOf(iterator)).toEqual(changed.entries());
          for (const key of seeks) expect(entriesOf(iterator, key)).toEqual(changed.entries(key));
          expect(entriesOf(inner.iterator())).toEqual(model.entries());
          overlay[end === "commit" ? "commit" : "discard"]();
          if (end === "commit") model = changed;
          expect(entriesOf(inner.iterator())).toEqual(model.entries());
          expect(entriesOf(overlay.iterator())).toEqual(model.entries());
        }
      }),
      {seed, numRuns: 200},
    );
  });

  test("can lie over another one", () => {
    const tree = treeOf([[utf8("a"), utf8("1")]]);
    const below = new Overlay(tree);
    const above = new Overlay(below);
    above.insert(utf8("b"), utf8("2"));
    above.remove(utf8("a"));
    above.commit();
    expect(entriesOf(tree.iterator())).toHaveLength(1);
    expect(entriesOf(below.iterator())).toEqual([[utf8("b"), utf8("2")]]);
    below.commit();
    expect(entriesOf(tree.iterator())).toEqual([[utf8("b"), utf8("2")]]);
  });

  test("does not write for a key that was to be removed but never was there", () => {
    const tree = treeOf([]);
    const overlay = new Overlay(tree);
    expect(overlay.removeExisting(utf8("absent"))).toBeNull();
    overlay.commit();
    expect(tree.pendingWriteLog()).toEqual([]);
  });
});
