import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {fromBase64, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {describe, expect, test} from "vitest";
import {Metadata, metadataHash, Restorer} from "../../src/checkpoint/index.ts";
import {openMemoryNodeDb} from "../../src/db/index.ts";
import type {Item} from "../../src/tree/index.ts";
import {allItems, checkpointOf, namespace} from "./support.ts";

interface Snapshot {
  readonly height: number;
  /** Hash of the metadata, hex. */
  readonly hash: string;
  /** Base64. */
  readonly metadata_cbor: string;
}

const vectors = new URL("../../../../test/vectors/state-sync/", import.meta.url);
const CHUNK_SIZE = 4096n;

/** Snapshots of a chain, as its node announced them. */
const snapshots: readonly Snapshot[] = JSON.parse(unzip("snapshots.json.gz"));

describe("snapshots of a recorded chain", () => {
  test.each(snapshots.map(({height, ...rest}) => [height, rest] as const))(
    "the metadata of height %d reads, and hashes to what was announced",
    (height, {hash, metadata_cbor}) => {
      const bytes = fromBase64(metadata_cbor) ?? new Uint8Array();
      const metadata = decode(Metadata, bytes);
      expect(metadata.root.version).toBe(BigInt(height));
      expect(encode(Metadata, metadata)).toEqual(bytes);
      expect(toHex(metadataHash(metadata))).toBe(hash);
    },
  );

  test.each([101, 151, 551])("the state of height %d makes the same checkpoint", async (height) => {
    const {root, items} = leavesAt(height);
    const {metadata} = await checkpointOf(items, CHUNK_SIZE, {version: BigInt(height)});
    expect(toHex(metadata.root.hash)).toBe(root);
    expect(toHex(metadataHash(metadata))).toBe(
      snapshots.find((snapshot) => snapshot.height === height)?.hash,
    );
  });

  test("the chunks that were served are ours, and restore the state", async () => {
    const {items} = leavesAt(551);
    const {metadata, chunks} = await checkpointOf(items, CHUNK_SIZE, {version: 551n});
    const served = [0, 1, 2, 3].map((i) => new Uint8Array(readFileSync(new URL(`chunks-551/${i}`, vectors))));
    expect(chunks).toEqual(served);

    const db = await openMemoryNodeDb({namespace});
    const restorer = new Restorer(db);
    await restorer.start(metadata);
    for (const [i, chunk] of served.entries()) await restorer.restoreChunk(BigInt(i), chunk);
    await db.finalize([metadata.root]);
    expect(allItems(db, metadata.root)).toEqual(items);
  });
});

/** First line `{version, root}`, then a line `[key, value]` for every leaf. */
function leavesAt(height: number): {root: string; items: Item[]} {
  const [head = "", ...lines] = unzip(`kv-${height}.jsonl.gz`).trimEnd().split("\n");
  const items = lines.map((line) => {
    const [key, value]: string[] = JSON.parse(line);
    return {
      key: fromBase64(key ?? "") ?? new Uint8Array(),
      value: fromBase64(value ?? "") ?? new Uint8Array(),
    };
  });
  return {root: JSON.parse(head).root, items};
}

function unzip(name: string): string {
  return gunzipSync(readFileSync(new URL(name, vectors))).toString();
}
