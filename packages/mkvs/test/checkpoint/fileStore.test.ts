import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {checkpointErrors, chunkMetadata, FileCheckpointStore, Metadata} from "../../src/checkpoint/index.ts";
import {type NodeDb, openMemoryNodeDb} from "../../src/db/index.ts";
import type {Root} from "../../src/node/index.ts";
import {createCheckpoint, namespace, storeItems, textItems} from "./support.ts";

const CHUNK_SIZE = 200n;

let base: string;
let db: NodeDb;
let store: FileCheckpointStore;
let root: Root;

const directory = (): string => join(base, "1", toHex(root.hash));
const list = (rootVersion: bigint | null = null) => store.list({version: 1, rootVersion});

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "mkvs-checkpoints-"));
  db = await openMemoryNodeDb({namespace});
  root = await storeItems(db, textItems(30, String));
  store = new FileCheckpointStore(base, db);
});

afterEach(() => rm(base, {recursive: true}));

describe("making a checkpoint", () => {
  test("writes metadata and chunks where the reference does, for the owner only", async () => {
    const {metadata, chunks} = createCheckpoint(db, root, CHUNK_SIZE);
    expect(await store.create(root, CHUNK_SIZE)).toEqual(metadata);
    expect(readdirSync(directory()).sort()).toEqual(["chunks", "meta"]);
    expect(new Uint8Array(readFileSync(join(directory(), "meta")))).toEqual(encode(Metadata, metadata));
    for (const [i, chunk] of chunks.entries())
      expect(new Uint8Array(readFileSync(join(directory(), "chunks", `${i}`)))).toEqual(chunk);
    for (const path of ["..", ".", "chunks"])
      expect(statSync(join(directory(), path)).mode & 0o777).toBe(0o700);
    for (const path of ["meta", "chunks/0"])
      expect(statSync(join(directory(), path)).mode & 0o777).toBe(0o600);
  });

  test("a second time gives the first one, whatever the chunk size", async () => {
    const first = await store.create(root, CHUNK_SIZE);
    expect(await store.create(root, 1n)).toEqual(first);
  });

  test("leaves nothing when it fails", async () => {
    const unknown = {...root, hash: hashOf(Uint8Array.of(1))};
    await expect(store.create(unknown, CHUNK_SIZE)).rejects.toThrow("root not found");
    expect(existsSync(join(base, "1", toHex(unknown.hash)))).toBe(false);
  });

  test("refuses metadata that does not read, and removes it", async () => {
    await store.create(root, CHUNK_SIZE);
    writeFileSync(join(directory(), "meta"), "junk");
    await expect(store.create(root, CHUNK_SIZE)).rejects.toThrow(
      expect.objectContaining({code: "corruptedMetadata"}),
    );
    expect(existsSync(directory())).toBe(false);
  });

  test("starts over after a crash before the metadata was there", async () => {
    mkdirSync(join(directory(), "chunks"), {recursive: true});
    writeFileSync(join(directory(), "chunks", "99"), "of another chunk size");
    writeFileSync(join(directory(), "meta.new"), "half");
    expect(await list()).toBeNull();
    const {chunks} = await store.create(root, CHUNK_SIZE);
    expect(readdirSync(join(directory(), "chunks"))).toHaveLength(chunks?.length ?? 0);
    expect(readdirSync(directory()).sort()).toEqual(["chunks", "meta"]);
  });
});

describe("finding checkpoints", () => {
  const other = async (version: bigint): Promise<Root> => {
    const made = await storeItems(
      db,
      textItems(3, (i) => `${version} ${i}`),
      {version},
    );
    await store.create(made, CHUNK_SIZE);
    return made;
  };

  test("lists all, or those of a version, in the order of their paths", async () => {
    await store.create(root, CHUNK_SIZE);
    for (let version = 2n; version <= 10n; version++) await other(version);
    expect((await list())?.map(({root: found}) => found.version)).toEqual([
      1n,
      10n,
      2n,
      3n,
      4n,
      5n,
      6n,
      7n,
      8n,
      9n,
    ]);
    expect((await list(10n))?.map(({root: found}) => found.version)).toEqual([10n]);
  });

  test("answers with nil when there are none, with an empty list for another format", async () => {
    expect(await list()).toBeNull();
    expect(await list(5n)).toBeNull();
    expect(await store.list({version: 2, rootVersion: null})).toEqual([]);
    expect(
      await new FileCheckpointStore(join(base, "missing"), db).list({version: 1, rootVersion: null}),
    ).toBeNull();
  });

  test("gets one by its root", async () => {
    const made = await store.create(root, CHUNK_SIZE);
    expect(await store.get(1, root)).toEqual(made);
    await expect(store.get(2, root)).rejects.toSatisfy(checkpointErrors.checkpointNotFound.is);
    await expect(store.get(1, {...root, hash: emptyHash})).rejects.toSatisfy(
      checkpointErrors.checkpointNotFound.is,
    );
  });

  test("serves the chunks", async () => {
    const made = await store.create(root, CHUNK_SIZE);
    const {chunks} = createCheckpoint(db, root, CHUNK_SIZE);
    const second = chunkMetadata(made, 1n);
    expect(new Uint8Array(await store.getChunk(second))).toEqual(chunks[1]);
    await expect(store.getChunk({...second, index: 99n})).rejects.toSatisfy(
      checkpointErrors.chunkNotFound.is,
    );
    await expect(store.getChunk({...second, version: 2})).rejects.toSatisfy(
      checkpointErrors.chunkNotFound.is,
    );
    expect(() => chunkMetadata(made, 99n)).toThrow(expect.objectContaining({code: 2}));
  });
});

describe("deleting a checkpoint", () => {
  test("removes it, and its version once empty", async () => {
    const io = await storeItems(db, textItems(2, String), {version: 2n});
    await store.create(root, CHUNK_SIZE);
    await store.create(io, CHUNK_SIZE);
    await store.delete(1, root);
    expect(readdirSync(base)).toEqual(["2"]);
    await expect(store.delete(1, root)).rejects.toSatisfy(checkpointErrors.checkpointNotFound.is);
    await expect(store.delete(2, io)).rejects.toSatisfy(checkpointErrors.checkpointNotFound.is);
  });

  test("keeps other roots of the version", async () => {
    await store.create(root, CHUNK_SIZE);
    mkdirSync(join(base, "1", "other"));
    await store.delete(1, root);
    expect(readdirSync(join(base, "1"))).toEqual(["other"]);
  });
});
