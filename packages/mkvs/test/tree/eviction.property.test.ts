import {toHex} from "@oasis-node/primitives/bytes";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {openMemoryNodeDb} from "../../src/db/index.ts";
import {type Root, rootTypes} from "../../src/node/index.ts";
import {Tree} from "../../src/tree/index.ts";
import {equalWriteLogs} from "../../src/writeLog/index.ts";
import {
  anyOperations,
  applyTo,
  definedRoot,
  entriesOf,
  Model,
  numberedEntries,
  seed,
  treeOf,
  zeroNamespace,
} from "./model.ts";

const small = {nodes: 4, valueBytes: 400};

describe("a tree over a database", () => {
  test("forgets nodes without changing results, opened anew for each version or not", async () => {
    const versions = fc.array(anyOperations, {minLength: 1, maxLength: 5});
    await fc.assert(
      fc.asyncProperty(versions, fc.boolean(), async (list, reopen) => {
        const db = await openMemoryNodeDb({namespace: zeroNamespace});
        let tree = Tree.create({db, rootType: rootTypes.state, capacity: small});
        const memory = treeOf([]);
        const model = new Model();
        for (const [i, operations] of list.entries()) {
          for (const operation of operations) {
            const expected = model.apply(operation);
            const result = applyTo(tree, operation);
            applyTo(memory, operation);
            if (result !== undefined) expect(result).toEqual(expected);
          }
          expect(entriesOf(tree.iterator())).toEqual(model.entries());
          const {hash, writeLog} = await tree.commit(zeroNamespace, BigInt(i));
          expect(toHex(hash)).toBe(toHex(definedRoot(model.entries())));
          expect(equalWriteLogs(writeLog, (await memory.commit(zeroNamespace, BigInt(i))).writeLog)).toBe(
            true,
          );
          const {root} = tree;
          await db.finalize([root]);
          if (i > 0) await db.prune(BigInt(i - 1));
          if (reopen) tree = Tree.open({db, root, capacity: small});
          expect(entriesOf(tree.iterator())).toEqual(model.entries());
          expect(entriesOf(Tree.open({db, root}).iterator())).toEqual(model.entries());
        }
        await db.close();
      }),
      {seed, numRuns: 150},
    );
  });

  test("reads a large tree through a small memory", async () => {
    const db = await openMemoryNodeDb({namespace: zeroNamespace});
    const entries = numberedEntries(2000);
    const full = Tree.create({db, rootType: rootTypes.state});
    for (const [key, value] of entries) full.insert(key, value);
    await full.commit(zeroNamespace, 1n);
    const loads = {count: 0};
    const root: Root = full.root;
    const tree = Tree.open({db: counting(db, loads), root, capacity: {nodes: 100, valueBytes: 0}});
    for (const [key, value] of entries) expect(tree.get(key)).toEqual(value);
    expect(loads.count).toBeGreaterThan(2000);
    loads.count = 0;
    const roomy = Tree.open({db: counting(db, loads), root});
    for (let round = 0; round < 2; round++)
      for (const [key, value] of entries) expect(roomy.get(key)).toEqual(value);
    expect(loads.count).toBeLessThan(4000);
    await db.close();
  });
});

/** The database, counting the nodes that are read from it. */
function counting(db: Awaited<ReturnType<typeof openMemoryNodeDb>>, loads: {count: number}): typeof db {
  return new Proxy(db, {
    get(target, name) {
      if (name === "getNode") loads.count++;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
