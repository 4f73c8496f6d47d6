import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {
  RequestApplySnapshotChunk,
  RequestOfferSnapshot,
  ResponseApplySnapshotChunk,
  ResponseOfferSnapshot,
  snapshotResults,
} from "@oasis-node/consensus/abci";
import {decode as decodeProtobuf} from "@oasis-node/consensus/protobuf";
import {Metadata, metadataHash, Restorer} from "@oasis-node/mkvs/checkpoint";
import {type NodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {decode} from "@oasis-node/primitives/cbor";
import {asHeight} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {ApplicationState} from "@oasis-node/state-transition/application";
import {parseDocument} from "@oasis-node/state-transition/genesis";
import type {FileKind, FileOptions, Reporter} from "../kind.ts";
import {readJsonLines, readText} from "../records.ts";
import {checkDump} from "../replay/checkDump.ts";
import {type RecordedCall, recordedCall} from "../replay/recordedCall.ts";
import {replayCalls} from "../replay/replayCalls.ts";

const none = new Uint8Array();

/** Restores a state-sync snapshot, a folder, and replays the blocks that the recording node executed on it. */
export const restore: FileKind = {
  name: "restore",
  async check(folder: string, report: Reporter, options: FileOptions): Promise<void> {
    const calls = join(folder, "abci-sync.jsonl.gz");
    const genesis = parseDocument(await readText(join(folder, "genesis.json")));
    const namespace = asNamespace(new Uint8Array(32));
    const db = await openMemoryNodeDb({namespace, discardWriteLogs: true});
    try {
      await restoreSnapshot(folder, calls, db, report);
      const state = ApplicationState.open(db, asHeight(genesis.height));
      const dump = join(folder, `kv-${state.lastHeight}.jsonl.gz`);
      await checkDump(dump, state.deliverTree, state.root.hash, report);
      await replayCalls({folder, genesis, state, calls}, report, options);
    } finally {
      await db.close();
    }
  },
};

/** Restores the offered snapshot from the chunks as they were applied, which are those in files. */
async function restoreSnapshot(folder: string, calls: string, db: NodeDb, report: Reporter): Promise<void> {
  const restorer = new Restorer(db);
  for await (const line of readJsonLines(calls)) {
    const call = recordedCall(line);
    if (call.type === "OfferSnapshot") await offer(call, restorer, report);
    else if (call.type === "ApplySnapshotChunk") await applyChunk(call, folder, db, restorer, report);
    else break;
  }
}

async function offer({request, response}: RecordedCall, restorer: Restorer, report: Reporter): Promise<void> {
  const {snapshot, appHash} = decodeProtobuf(RequestOfferSnapshot, request);
  report.record("offered snapshot");
  if (snapshot === null) return report.expect("snapshot", "one", null);
  const metadata = decode(Metadata, snapshot.metadata);
  report.expect("hash of the metadata", snapshot.hash, metadataHash(metadata));
  report.expect("chunks", snapshot.chunks, metadata.chunks?.length);
  report.expect("app hash", appHash, metadata.root.hash);
  await restorer.start(metadata);
  expectAccepted(decodeProtobuf(ResponseOfferSnapshot, response ?? none), report);
}

async function applyChunk(
  {request, response}: RecordedCall,
  folder: string,
  db: NodeDb,
  restorer: Restorer,
  report: Reporter,
): Promise<void> {
  const {index, chunk} = decodeProtobuf(RequestApplySnapshotChunk, request);
  const {current} = restorer;
  // The folder of chunks is named after the version.
  const version = current?.root.version;
  report.record(`chunk ${index}`);
  const file = await readFile(join(folder, `chunks-${version}`, String(index)));
  report.expect("chunk in its file", new Uint8Array(file), chunk);
  const isLast = await restorer.restoreChunk(BigInt(index), chunk);
  if (isLast && current !== null) await db.finalize([current.root]);
  expectAccepted(decodeProtobuf(ResponseApplySnapshotChunk, response ?? none), report);
}

/** What has been taken here was taken there. */
function expectAccepted({result}: {readonly result: number}, report: Reporter): void {
  report.expect("verdict", result, snapshotResults.accept);
}
