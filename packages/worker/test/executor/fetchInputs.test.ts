import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {rootTypes} from "@oasis-node/mkvs/node";
import {TreeSyncer} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import {utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {IoTreeError, inputBatch} from "@oasis-node/runtime/ioTree";
import {Runtime} from "@oasis-node/state-transition/registry";
import {describe, expect, test} from "vitest";
import {batchLimits, fetchInputs} from "../../src/executor/fetchInputs.ts";

const namespace = testNamespace(utf8("inputs"));
const limits = {maxCount: 2000, maxBytes: 100_000};

/** A storage node that keeps the inputs. */
async function kept(inputs: readonly Uint8Array[]) {
  const {root, writeLog} = inputBatch(inputs);
  const db = await openMemoryNodeDb({namespace, discardWriteLogs: true});
  const tree = Tree.create({db, rootType: rootTypes.io});
  tree.applyWriteLog(writeLog);
  await tree.commit(namespace, 5n);
  return {syncer: new TreeSyncer(tree), root: {namespace, version: 5n, type: rootTypes.io, hash: root}};
}

const many = Array.from({length: 1500}, (_, index) => utf8(`transaction ${index}`));

describe("inputs", () => {
  test("come in the order of their batch, however many", async () => {
    const {syncer, root} = await kept(many);
    expect(await fetchInputs(syncer, root, limits)).toEqual(many);
  });

  test("can be none", async () => {
    const {syncer, root} = await kept([]);
    expect(await fetchInputs(syncer, root, limits)).toEqual([]);
  });

  test.each([
    {maxCount: 1499, maxBytes: 100_000},
    {maxCount: 2000, maxBytes: 10_000},
  ])("that are more than a batch may have are refused: %o", async (tight) => {
    const {syncer, root} = await kept(many);
    await expect(fetchInputs(syncer, root, tight)).rejects.toThrow(IoTreeError);
  });

  test("of another root are not taken", async () => {
    const {syncer, root} = await kept(many);
    const other = {...root, hash: hashOf(utf8("other"))};
    await expect(fetchInputs(syncer, other, limits)).rejects.toThrow();
    const proof = () => syncer.syncIterate({tree: {root, position: root.hash}, key: utf8("T"), prefetch: 10});
    const lying = {syncGet: proof, syncGetPrefixes: proof, syncIterate: proof};
    await expect(fetchInputs(lying, other, limits)).rejects.toThrow();
  });
});

test("limits are those of the descriptor, as far as they make sense", () => {
  const txnScheduler = {...Runtime.zero().txnScheduler, maxBatchSize: 7n, maxBatchSizeBytes: 2n ** 64n - 1n};
  expect(batchLimits({...Runtime.zero(), txnScheduler})).toEqual({maxCount: 7, maxBytes: 2 ** 31});
});
