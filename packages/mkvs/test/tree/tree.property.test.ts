import {toHex} from "@oasis-node/primitives/bytes";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import type {Tree} from "../../src/tree/index.ts";
import {
  anyKey,
  anyOperations,
  anyValue,
  applyTo,
  definedRoot,
  entriesOf,
  Model,
  seed,
  treeOf,
  zeroNamespace,
} from "./model.ts";

const newTree = (): Tree => treeOf([]);

describe("a tree is a sorted map", () => {
  test("whatever is done to it, with commits in between", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOperations, {minLength: 1, maxLength: 4}), async (versions) => {
        const tree = newTree();
        const model = new Model();
        for (const [i, operations] of versions.entries()) {
          for (const operation of operations) {
            const expected = model.apply(operation);
            const result = applyTo(tree, operation);
            if (result !== undefined) expect(result).toEqual(expected);
          }
          expect(entriesOf(tree.iterator())).toEqual(model.entries());
          const root = definedRoot(model.entries());
          if (i % 2 === 0) expect(toHex(tree.computeRoot())).toBe(toHex(root));
          const {hash} = await tree.commit(zeroNamespace, BigInt(i));
          expect(toHex(hash)).toBe(toHex(root));
        }
      }),
      {seed, numRuns: 300},
    );
  });

  test("seek finds the first key that is not smaller", () => {
    fc.assert(
      fc.property(anyOperations, fc.array(anyKey, {maxLength: 10}), (operations, seeks) => {
        const tree = newTree();
        const model = new Model();
        for (const operation of operations) {
          model.apply(operation);
          applyTo(tree, operation);
        }
        const iterator = tree.iterator();
        for (const key of seeks) expect(entriesOf(iterator, key)).toEqual(model.entries(key));
      }),
      {seed, numRuns: 300},
    );
  });

  test("an iterator goes on in the changed tree", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyKey, anyValue)),
        anyOperations,
        fc.nat(10),
        (entries, operations, skip) => {
          const tree = treeOf(entries);
          const model = new Model(entries);
          const iterator = tree.iterator();
          iterator.rewind();
          for (let i = 0; i < skip; i++) iterator.next();
          const at = iterator.current?.key;
          for (const operation of operations) {
            model.apply(operation);
            applyTo(tree, operation);
          }
          if (at === undefined) return;
          const rest = model.entries(Uint8Array.of(...at, 0)).map(([key]) => toHex(key));
          const found: string[] = [];
          for (let item = iterator.next(); item !== null; item = iterator.next()) found.push(toHex(item.key));
          expect(found).toEqual(rest);
        },
      ),
      {seed, numRuns: 200},
    );
  });
});

describe("the root", () => {
  test("does not depend on the order of inserts", () => {
    const entries = fc.uniqueArray(fc.tuple(anyKey, anyValue), {
      selector: ([key]) => toHex(key),
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        entries.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, {minLength: list.length})),
        ),
        ([list, shuffled]) => {
          const root = toHex(treeOf(list).computeRoot());
          expect(toHex(treeOf(shuffled).computeRoot())).toBe(root);
        },
      ),
      {seed, numRuns: 200},
    );
  });
});

describe("a write log", () => {
  test("leads from the old root to the new one", async () => {
    await fc.assert(
      fc.asyncProperty(anyOperations, anyOperations, async (first, second) => {
        const [tree, follower] = [newTree(), newTree()];
        for (const [i, operations] of [first, second].entries()) {
          for (const operation of operations) applyTo(tree, operation);
          const {writeLog, hash} = await tree.commit(zeroNamespace, BigInt(i));
          follower.applyWriteLog(writeLog.toReversed());
          expect(toHex(follower.computeRoot())).toBe(toHex(hash));
          expect(new Set(writeLog.map(({key}) => toHex(key ?? new Uint8Array()))).size).toBe(writeLog.length);
        }
      }),
      {seed, numRuns: 200},
    );
  });
});
