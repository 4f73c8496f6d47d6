import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {metadataHash} from "../../src/checkpoint/index.ts";
import {openMemoryNodeDb} from "../../src/db/index.ts";
import {rootTypes} from "../../src/node/index.ts";
import {decodeFrames} from "../../src/snappy/index.ts";
import {ProofBuilder} from "../../src/syncer/index.ts";
import {type Item, Tree} from "../../src/tree/index.ts";
import {checkpointOf, createCheckpoint, namespace, storeItems, textItems} from "./support.ts";

describe("chunks are those of the reference", () => {
  test("of a thousand numbers", async () => {
    const {metadata} = await checkpointOf(textItems(1000, String), 16384n);
    expect(metadata.chunks?.map(toHex)).toEqual([
      "bd09a699c0737d8a9783129f896fb6f452d9b77e81869237312e3bd48fb4cbc7",
      "e852d2312ab1fe51ab066cc8a7a687e483d9e73206c3e56fc5caaecf6c347c7f",
    ]);
  });

  const fortyItems = textItems(
    40,
    (i) => `key ${i}`,
    (i) => `value ${i}`,
  );

  test.each([
    [100n, 19, "a38d79a332500c3998ccd66437e2096d6c719f90101f54390cd35f77cde58784"],
    [200n, 7, "e33708e8c87a05e5c56579a28507ade656b1a25f9ac8af4d11095ef6eacd9c8a"],
    [1024n, 2, "676ff0134fb7ea491a2726c263a80cac8607fd38a8e0728896aeef6d8a9ebf81"],
    [1n << 20n, 1, "5bc5def42a4479cabee7f1611d9b0d9657bd9a96457eff8bf05e0624e491656c"],
  ])("of forty items in chunks of %d bytes", async (chunkSize, count, first) => {
    const {metadata} = await checkpointOf(fortyItems, chunkSize, {type: rootTypes.io});
    expect(toHex(metadata.root.hash)).toBe(
      "cf1074f84f24e7238c92ba726caaac65b6dfa7a49fe81f2e4cb3e9758cabe89f",
    );
    expect(metadata.chunks).toHaveLength(count);
    expect(toHex(metadata.chunks?.[0] ?? new Uint8Array())).toBe(first);
  });

  test("and so is the hash of the metadata", async () => {
    const {metadata} = await checkpointOf(fortyItems, 100n, {type: rootTypes.io});
    expect(toHex(metadataHash(metadata))).toBe(
      "fb0ad262c43e9de4b49a6ccf82b4e8020f1b01fab111706881a40016b9774d05",
    );
  });

  test.each([
    [100_000n, 50, "84569b6165be847143b3a099b32b33743b7f2188d91fda5599e000cd492a8f3b"],
    [1n << 20n, 6, "1c1a8ec17055bc55555483a4d026911b7937a6bc7fab68d721c913d38bf8a492"],
  ])(
    "of three thousand items, some longer than a compressed block, in chunks of %d bytes",
    async (size, count, hash) => {
      const {metadata} = await checkpointOf(largeItems, size);
      expect(toHex(metadata.root.hash)).toBe(
        "cd61d1069c5dfa7a938b1257b445d4aacba329f02ed7f2976af152c60959587f",
      );
      expect(metadata.chunks).toHaveLength(count);
      expect(toHex(metadataHash(metadata))).toBe(hash);
    },
  );
});

test("the empty tree is one chunk with an empty entry", async () => {
  const {chunks} = await checkpointOf([], 1024n);
  expect(chunks).toHaveLength(1);
  expect(chunks.map((chunk) => [...decodeFrames(chunk)])).toEqual([[Uint8Array.of(0xf6)]]);
});

test("a chunk holds one item at least, however small it should be", async () => {
  const {chunks} = await checkpointOf(textItems(5, String), 0n);
  expect(chunks).toHaveLength(5);
});

test("a chunk is closed once it has exactly the wanted size", async () => {
  const items = textItems(5, String);
  const db = await openMemoryNodeDb({namespace});
  const root = await storeItems(db, items);
  const builder = new ProofBuilder(root.hash);
  Tree.open({db, root}).iterator({visitor: builder}).rewind();
  expect(createCheckpoint(db, root, BigInt(builder.size))).toEqual(createCheckpoint(db, root, 0n));
});

/** Keys of different lengths; values that compress well, somewhat and hardly. */
const largeItems: readonly Item[] = Array.from({length: 3000}, (_, i) => {
  const [key, value] = [hashOf(utf8(`k${i}`)), hashOf(utf8(`v${i}`))];
  const byteAt = [
    (j: number) => value[j % 32] ?? 0,
    (j: number) => (value[Math.floor((j * j) / 7) % 32] ?? 0) ^ ((j >> 8) & 0xff),
    (j: number) => j & 0xff,
  ][i % 3];
  const length = i % 500 === 0 ? 200_000 : (i * 37) % 3000;
  return {
    key: i % 5 === 0 ? key.slice(0, 4) : key,
    value: Uint8Array.from({length}, (_none, j) => byteAt?.(j) ?? 0),
  };
});
