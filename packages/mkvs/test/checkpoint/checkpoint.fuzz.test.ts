import {hashOf} from "@oasis-node/primitives/hash";
import {describe, expect, test} from "vitest";
import {decodeChunk, encodeChunk} from "../../src/checkpoint/chunkCodec.ts";
import {checkpointErrors, Restorer} from "../../src/checkpoint/index.ts";
import {restoreChunk} from "../../src/checkpoint/restoreChunk.ts";
import {type NodeDb, openMemoryNodeDb} from "../../src/db/index.ts";
import {mutate, seededRandom} from "../snappy/samples.ts";
import {decodeAll, encodeWrites} from "../snappy/streams.ts";
import {checkpointOf, namespace, textItems} from "./support.ts";

const SEED = 30;
const RUNS = 67_000;
const FULL_RUNS = 150;
const MAX_LENGTH = 1 << 20;

const checkpoint = await checkpointOf(
  textItems(24, (i) => `k${i % 7}${i}`),
  150n,
);
const {root} = checkpoint.metadata;
const original = checkpoint.chunks[1] ?? new Uint8Array();

/** Ways to change a chunk below its digest, which is that of the changed bytes. */
const changes = {
  "compressed bytes": (random) => mutate(random, original),
  "CBOR of the entries": (random) => encodeWrites([mutate(random, decodeAll(original))]),
  entries: (random) => {
    const entries = decodeChunk(original, 10_000);
    const at = random(entries.length);
    const entry = entries[at] ?? null;
    const kind = random(8);
    if (kind === 0) entries.splice(at, 1);
    else if (kind === 1) entries.splice(random(entries.length), 0, entry);
    else entries[at] = entry === null ? Uint8Array.of(1, random(3)) : mutate(random, entry);
    return encodeChunk(entries);
  },
} satisfies Record<string, (random: ReturnType<typeof seededRandom>) => Uint8Array>;

describe.each(Object.entries(changes))(`chunks with changed %s (seed ${SEED})`, (_, change) => {
  test(`${RUNS} are refused with a coded error, or are harmless`, async () => {
    const random = seededRandom(SEED);
    const db = await openMemoryNodeDb({namespace});
    await db.startMultipartInsert(root.version);
    let refused = 0;
    for (let i = 0; i < RUNS; i++) {
      const chunk = change(random);
      const metadata = {version: 1, root, index: 1n, digest: hashOf(chunk)};
      if (!(await isAccepted(() => restoreChunk(db, metadata, chunk, MAX_LENGTH)))) refused += 1;
    }
    expect(refused).toBeGreaterThan(RUNS / 2);
  });

  test(`${FULL_RUNS} leave nothing once aborted`, async () => {
    const random = seededRandom(SEED + 1);
    const db = await openMemoryNodeDb({namespace});
    for (let i = 0; i < FULL_RUNS; i++) {
      await isAcceptedByRestorer(db, change(random));
      expect(db.getRootsForVersion(root.version)).toEqual([]);
    }
  });
});

/** Refusing is only right when it comes with the error for a chunk that is not part of the tree. */
async function isAccepted(restore: () => Promise<unknown>): Promise<boolean> {
  try {
    await restore();
    return true;
  } catch (error) {
    if (!checkpointErrors.chunkProofVerificationFailed.is(error)) throw error;
    return false;
  }
}

async function isAcceptedByRestorer(db: NodeDb, chunk: Uint8Array): Promise<boolean> {
  const {metadata} = checkpoint;
  const chunks = metadata.chunks?.map((digest, i) => (i === 1 ? hashOf(chunk) : digest)) ?? null;
  const restorer = new Restorer(db);
  await restorer.start({...metadata, chunks});
  const accepted = await isAccepted(() => restorer.restoreChunk(1n, chunk));
  await restorer.abort();
  return accepted;
}

test("a chunk of sixty thousand nested nodes neither overflows the stack nor takes long", async () => {
  const db = await openMemoryNodeDb({namespace});
  const internal = Uint8Array.of(1, 1, 0, 0, 2);
  const chunk = encodeChunk(Array.from({length: 120_001}, (_, i) => (i < 60_000 ? internal : null)));
  expect(await isAcceptedByRestorer(db, chunk)).toBe(false);
});
