import {rootTypes} from "@oasis-node/mkvs/node";
import {Tree} from "@oasis-node/mkvs/tree";
import {compare, concat, toHex} from "@oasis-node/primitives/bytes";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {
  addTag,
  addTransaction,
  blockTagHash,
  checkIoWriteLog,
  IoTreeError,
  inputBatch,
  newIoTree,
  readInputs,
  readTags,
  readTagsWithKeys,
  readTransaction,
  readTransactions,
} from "../../src/ioTree/index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** The tree that both implementations of the reference test their root with. */
function referenceTree(): Tree {
  const tree = newIoTree();
  const first = {input: bytes("this goes in"), output: bytes("and this comes out"), batchOrder: 0};
  addTransaction(tree, first, [{key: bytes("tag1"), value: bytes("value1")}]);
  for (let i = 0; i < 20; i++) {
    const transaction = {input: bytes(`this goes in (${i})`), output: first.output, batchOrder: i + 1};
    addTransaction(tree, transaction, [
      {key: bytes("tagA"), value: bytes("valueA")},
      {key: bytes("tagB"), value: bytes("valueB")},
    ]);
  }
  return tree;
}

const noLimits = {maxBatchSize: 100n, maxBatchSizeBytes: 10_000n};

describe("an I/O tree", () => {
  test("has the root of the page", () => {
    expect(toHex(referenceTree().computeRoot())).toBe(
      "8399ffa753987b00ec6ab251337c6b88e40812662ed345468fcbf1dbdd16321c",
    );
  });

  test("gives back transactions and inputs in the order of the batch, and tags", () => {
    const tree = referenceTree();
    const transactions = readTransactions(tree);
    expect(transactions.map(({batchOrder}) => batchOrder)).toEqual(Array.from({length: 21}, (_, i) => i));
    expect(readInputs(tree)).toEqual(transactions.map(({input}) => input));
    expect(readTransaction(tree, hashOf(bytes("this goes in (7)")))).toEqual(transactions[8]);
    expect(readTransaction(tree, hashOf(bytes("never was")))).toBeNull();
    expect(readTags(tree)).toHaveLength(41);
    expect(readTagsWithKeys(tree, [bytes("tagB"), bytes("tag")])).toHaveLength(20);
  });

  test("of inputs alone can be rebuilt from its write log, whatever the order of that", () => {
    const batch = inputBatch([bytes("a"), bytes("b"), bytes("c")]);
    const tree = Tree.create({rootType: rootTypes.io});
    tree.applyWriteLog([...batch.writeLog].reverse());
    expect(tree.computeRoot()).toEqual(batch.root);
    expect(readInputs(tree)).toEqual([bytes("a"), bytes("b"), bytes("c")]);
    expect(inputBatch([]).root).toEqual(emptyHash);
  });

  test("refuses an empty input and the same one twice", () => {
    expect(() => inputBatch([new Uint8Array()])).toThrow("no input artifact");
    expect(() => inputBatch([bytes("a"), bytes("a")])).toThrow("twice");
  });

  test("keeps tags of the block apart", () => {
    const tree = newIoTree();
    addTag(tree, {key: bytes("k"), value: bytes("v"), txHash: blockTagHash});
    expect(readTags(tree)).toEqual([{key: bytes("k"), value: bytes("v"), txHash: blockTagHash}]);
  });

  test("with gaps in the order, outputs alone or values that are none is refused", () => {
    const gap = newIoTree();
    addTransaction(gap, {input: bytes("a"), output: null, batchOrder: 1});
    expect(() => readInputs(gap)).toThrow("inconsistent order");
    const orphan = newIoTree();
    addTransaction(orphan, {input: bytes("a"), output: bytes("o"), batchOrder: 0});
    for (const {key} of orphan.pendingWriteLog()) if (key?.at(-1) === 1) orphan.remove(key);
    expect(() => readTransactions(orphan)).toThrow("malformed transaction tree");
    // The output that is left follows on the input of another.
    const mixed = newIoTree();
    for (const [batchOrder, name] of ["a", "b"].entries())
      addTransaction(mixed, {input: bytes(name), output: batchOrder === 0 ? null : bytes("o"), batchOrder});
    const [first, second] = [hashOf(bytes("a")), hashOf(bytes("b"))];
    expect(compare(first, second)).toBe(-1);
    mixed.remove(concat(bytes("T"), second, Uint8Array.of(1)));
    expect(() => readTransactions(mixed)).toThrow("malformed transaction tree");
    const broken = newIoTree();
    const key = inputBatch([bytes("a")]).writeLog[0]?.key ?? new Uint8Array();
    broken.insert(key, bytes("no artifacts"));
    expect(() => readInputs(broken)).toThrow(IoTreeError);
  });

  test("beyond its limits is refused", () => {
    const tree = referenceTree();
    expect(() => readInputs(tree, {maxCount: 5, maxBytes: 0})).toThrow("max: 5 txes");
    expect(() => readInputs(tree, {maxCount: 0, maxBytes: 64})).toThrow("max: 64 bytes");
  });
});

describe("a write log for an I/O tree", () => {
  test("of artifacts and tags within the limits passes", () => {
    checkIoWriteLog(referenceTree().pendingWriteLog(), noLimits);
  });

  test("with other keys, other kinds or too much is refused", () => {
    const log = inputBatch([bytes("a"), bytes("b")]).writeLog;
    const key = log[0]?.key?.slice() ?? new Uint8Array();
    key[33] = 3;
    for (const wrong of [bytes("X"), bytes("T"), bytes("E"), new Uint8Array(), key])
      expect(() => checkIoWriteLog([{key: wrong, value: bytes("v")}], noLimits)).toThrow(
        "invalid key format",
      );
    expect(() => checkIoWriteLog(log, {...noLimits, maxBatchSize: 1n})).toThrow("too many inputs");
    expect(() => checkIoWriteLog(log, {...noLimits, maxBatchSizeBytes: 7n})).toThrow("exceeds configuration");
  });
});
