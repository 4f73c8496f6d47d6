import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {hashOf} from "@oasis-node/primitives/hash";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {encodeChunk} from "../../src/checkpoint/chunkCodec.ts";
import {checkpointErrors, Restorer} from "../../src/checkpoint/index.ts";
import {type NodeDb, nodeDbErrors, openLmdbNodeDb, openMemoryNodeDb} from "../../src/db/index.ts";
import {allItems, byKey, type Checkpoint, checkpointOf, namespace, textItems} from "./support.ts";

const items = textItems(60, (i) => `key ${i}`);
const {metadata, chunks} = await checkpointOf(items, 200n, {version: 7n});
const last = BigInt(chunks.length - 1);
const chunk = (index: bigint): Uint8Array => chunks[Number(index)] ?? new Uint8Array();

describe.each(["memory", "LMDB"])("restoring into a %s database", (kind) => {
  let directory: string;
  let db: NodeDb;
  let restorer: Restorer;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "mkvs-restorer-"));
    db = await (kind === "LMDB"
      ? openLmdbNodeDb({namespace, path: directory, noSync: true})
      : openMemoryNodeDb({namespace}));
    restorer = new Restorer(db);
  });

  afterEach(async () => {
    await db.close();
    await rm(directory, {recursive: true});
  });

  async function restoreInOrder(indexes: readonly bigint[]): Promise<boolean[]> {
    const done: boolean[] = [];
    for (const index of indexes) done.push(await restorer.restoreChunk(index, chunk(index)));
    return done;
  }

  async function expectRestored(): Promise<void> {
    await db.finalize([metadata.root]);
    expect(allItems(db, metadata.root)).toEqual(byKey(items));
    expect(restorer.current).toBeNull();
  }

  /** Nothing of the checkpoint is left, and another restore works. */
  async function expectClean(): Promise<void> {
    expect(restorer.current).toBeNull();
    expect(db.getRootsForVersion(metadata.root.version)).toEqual([]);
    expect(db.hasRoot(metadata.root)).toBe(false);
    await restorer.start(metadata);
    await restoreInOrder(all());
    await expectRestored();
  }

  const all = (): bigint[] => chunks.map((_, i) => BigInt(i));

  test("brings back all items and says when it is done", async () => {
    await restorer.start(metadata);
    expect(restorer.current).toEqual(metadata);
    expect(await restoreInOrder(all())).toEqual(all().map((index) => index === last));
    await expectRestored();
  });

  test("takes chunks in any order", async () => {
    await restorer.start(metadata);
    await restoreInOrder(all().sort((a, b) => Number((a * 7n) % 5n) - Number((b * 7n) % 5n)));
    await expectRestored();
  });

  test("takes chunks at the same time; the one that ends last says done", async () => {
    await restorer.start(metadata);
    const done = await Promise.all(all().map((index) => restorer.restoreChunk(index, chunk(index))));
    expect(done.filter(Boolean)).toHaveLength(1);
    await expectRestored();
  });

  test("takes every chunk once", async () => {
    await restorer.start(metadata);
    await restorer.restoreChunk(1n, chunk(1n));
    await expect(restorer.restoreChunk(1n, chunk(1n))).rejects.toSatisfy(
      checkpointErrors.chunkAlreadyRestored.is,
    );
    await expect(restorer.restoreChunk(99n, chunk(1n))).rejects.toSatisfy(
      checkpointErrors.chunkAlreadyRestored.is,
    );
  });

  test("needs a start, and one at a time", async () => {
    await expect(restorer.restoreChunk(0n, chunk(0n))).rejects.toSatisfy(
      checkpointErrors.noRestoreInProgress.is,
    );
    await restorer.start(metadata);
    await expect(restorer.start(metadata)).rejects.toSatisfy(checkpointErrors.restoreAlreadyInProgress.is);
  });

  test("cannot start while the database restores another version", async () => {
    await db.startMultipartInsert(3n);
    await expect(restorer.start(metadata)).rejects.toSatisfy(nodeDbErrors.multipartInProgress.is);
    expect(restorer.current).toBeNull();
  });

  test("a corrupted chunk can be tried again", async () => {
    await restorer.start(metadata);
    for (const wrong of [chunk(1n), chunk(0n).subarray(1), new Uint8Array()])
      await expect(restorer.restoreChunk(0n, wrong)).rejects.toSatisfy(checkpointErrors.chunkCorrupted.is);
    await restoreInOrder(all());
    await expectRestored();
  });

  test("a missing chunk keeps the restore open, and aborting it leaves nothing", async () => {
    await restorer.start(metadata);
    await restoreInOrder(all().slice(1));
    expect(restorer.current).toEqual(metadata);
    await restorer.abort();
    await expectClean();
  });

  test.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ["does not expand", () => chunk(0n).subarray(0, -1)],
    ["holds no entries", () => new Uint8Array()],
    ["holds something else than entries", () => encodeChunk([Uint8Array.of(3, 1)])],
    ["belongs to another tree", async () => (await otherCheckpoint()).chunks[0] ?? new Uint8Array()],
  ])("a chunk as announced that %s ends the restore and leaves nothing", async (_, make) => {
    const wrong = await make();
    const digests = metadata.chunks?.map((digest, i) => (i === 2 ? hashOf(wrong) : digest)) ?? null;
    await restorer.start({...metadata, chunks: digests});
    await restoreInOrder([0n, 1n, 3n]);
    await expect(restorer.restoreChunk(2n, wrong)).rejects.toSatisfy(
      checkpointErrors.chunkProofVerificationFailed.is,
    );
    await expectClean();
  });

  test("a chunk that expands beyond the limit ends the restore", async () => {
    restorer = new Restorer(db, {maxInflatedLength: 100});
    await restorer.start(metadata);
    await expect(restorer.restoreChunk(0n, chunk(0n))).rejects.toSatisfy(
      checkpointErrors.chunkProofVerificationFailed.is,
    );
    expect(db.getRootsForVersion(metadata.root.version)).toEqual([]);
  });

  test("aborting drops chunks being stored too", async () => {
    await restorer.start(metadata);
    const storing = restorer.restoreChunk(0n, chunk(0n));
    const refused = expect(storing).rejects.toSatisfy(checkpointErrors.noRestoreInProgress.is);
    await restorer.abort();
    await refused;
    await expectClean();
  });

  test("two roots of one version are restored one after the other", async () => {
    const other = await otherCheckpoint();
    for (const {metadata: each, chunks: parts} of [{metadata, chunks}, other]) {
      await restorer.start(each);
      for (const [i, part] of parts.entries()) await restorer.restoreChunk(BigInt(i), part);
    }
    await db.finalize([metadata.root, other.metadata.root]);
    expect(allItems(db, metadata.root)).toEqual(byKey(items));
    expect(allItems(db, other.metadata.root)).toHaveLength(5);
  });
});

function otherCheckpoint(): Promise<Checkpoint> {
  return checkpointOf(
    textItems(5, (i) => `other ${i}`),
    1000n,
    {version: 7n, type: 2},
  );
}
