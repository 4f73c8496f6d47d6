import {checkpointVersion, createChunks, Metadata, metadataHash, Restorer} from "@oasis-node/mkvs/checkpoint";
import type {NodeDb} from "@oasis-node/mkvs/db";
import type {Root} from "@oasis-node/mkvs/node";
import {Tree} from "@oasis-node/mkvs/tree";
import {encode} from "@oasis-node/primitives/cbor";
import {CodedError} from "@oasis-node/primitives/errors";
import type {Reporter} from "../../kind.ts";
import {allItems} from "./checkItems.ts";
import type {ChangedChunk, CheckpointRecord, Entry} from "./scenario.ts";

interface CheckpointCheck {
  readonly record: CheckpointRecord;
  /** What the checkpoint is of. */
  readonly db: NodeDb;
  readonly root: Root;
  readonly items: readonly Entry[];
  /** An empty database, asked for once per restore. */
  readonly openEmpty: () => Promise<NodeDb>;
}

/** Makes the recorded checkpoint, restores it into an empty database, and tries every changed chunk on another one. */
export async function checkCheckpoint(check: CheckpointCheck, report: Reporter): Promise<void> {
  const {record, db, root} = check;
  const chunks = [...createChunks(db, root, record.chunkSize)];
  const metadata = Metadata.make({
    version: checkpointVersion,
    root,
    chunks: chunks.map(({digest}) => digest),
  });
  report.expect("checkpoint metadata", record.metadata, encode(Metadata, metadata));
  report.expect("checkpoint metadata hash", record.metadataHash, metadataHash(metadata));
  report.expect("number of chunks", record.chunks.length, chunks.length);
  for (const [i, {digest, bytes}] of chunks.entries()) {
    const recorded = record.chunks[i];
    report.expect(`chunk ${i}`, recorded && [recorded.digest, recorded.length], [digest, bytes.length]);
    if (recorded?.bytes) report.expect(`chunk ${i}: bytes`, recorded.bytes, bytes);
  }
  await restoreAll(
    check,
    metadata,
    chunks.map(({bytes}) => bytes),
    report,
  );
  for (const changed of record.changed) await tryChanged(check, metadata, changed, report);
}

/** Last chunk first: any order has to do. */
async function restoreAll(
  {openEmpty, root, items}: CheckpointCheck,
  metadata: Metadata,
  chunks: readonly Uint8Array[],
  report: Reporter,
): Promise<void> {
  const db = await openEmpty();
  // Version 0 cannot be restored: it is how a database without a multipart insert in progress says so.
  if (root.version === 0n) return db.close();
  const restorer = new Restorer(db);
  await restorer.start(metadata);
  const done: boolean[] = [];
  for (const [i, chunk] of [...chunks.entries()].reverse())
    done.push(await restorer.restoreChunk(BigInt(i), chunk));
  report.expect("restored with the last chunk", chunks.length - 1, done.indexOf(true));
  await db.finalize([root]);
  report.expect("restored items", items, allItems(Tree.open({db, root})));
  await db.close();
}

async function tryChanged(
  {openEmpty, root}: CheckpointCheck,
  metadata: Metadata,
  {index, change, bytes, digest, done, error}: ChangedChunk,
  report: Reporter,
): Promise<void> {
  const db = await openEmpty();
  const restorer = new Restorer(db);
  const chunks = metadata.chunks?.map((known, i) => (BigInt(i) === index ? digest : known)) ?? null;
  await restorer.start({...metadata, chunks});
  const what = `chunk ${index}, ${change}`;
  try {
    report.expect(`${what}: done`, done, await restorer.restoreChunk(index, bytes));
    report.expect(what, error, null);
  } catch (found) {
    if (!(found instanceof CodedError)) throw found;
    report.expect(what, error, `${found.module}/${found.code}`);
  }
  await restorer.abort();
  report.expect(`${what}: nothing remains`, [], db.getRootsForVersion(root.version));
  await db.close();
}
