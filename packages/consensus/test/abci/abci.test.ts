import {createReadStream} from "node:fs";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {createGunzip} from "node:zlib";
import {beforeAll, describe, expect, test} from "vitest";
import {root} from "../../../../scripts/run.ts";
import {
  AbciResponses,
  blockResultsFromAbci,
  blockResultsToAbci,
  RequestApplySnapshotChunk,
  RequestBeginBlock,
  RequestCheckTx,
  RequestDeliverTx,
  RequestEndBlock,
  RequestInitChain,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  ResponseApplySnapshotChunk,
  ResponseBeginBlock,
  ResponseCommit,
  ResponseDeliverTx,
  ResponseEndBlock,
  ResponseInfo,
  ResponseInitChain,
  ResponseListSnapshots,
  ResponseLoadSnapshotChunk,
  ResponseOfferSnapshot,
} from "../../src/abci/index.ts";
import {decode, encode, type ProtoType} from "../../src/protobuf/index.ts";

/** The beginning of a chain, with genesis, transactions and epochs; snapshots as they were given and taken. */
const recordings = [
  {file: "chain-1/abci.jsonl.gz", callCount: 3000},
  {file: "state-sync/abci-snapshot-calls.jsonl.gz", callCount: 10},
  {file: "state-sync/abci-sync.jsonl.gz", callCount: 10},
];

interface Call {
  readonly type: string;
  readonly req: string | undefined;
  readonly resp: string | undefined;
}

/** Decodes a message of a type and encodes it again. */
type Pass = (bytes: Uint8Array) => Uint8Array;

function pass<T>(type: ProtoType<T>): Pass {
  return (bytes) => encode(type, decode(type, bytes));
}

const requests = new Map<string, Pass>([
  ["InitChain", pass(RequestInitChain)],
  ["BeginBlock", pass(RequestBeginBlock)],
  ["CheckTx", pass(RequestCheckTx)],
  ["DeliverTx", pass(RequestDeliverTx)],
  ["EndBlock", pass(RequestEndBlock)],
  ["LoadSnapshotChunk", pass(RequestLoadSnapshotChunk)],
  ["OfferSnapshot", pass(RequestOfferSnapshot)],
  ["ApplySnapshotChunk", pass(RequestApplySnapshotChunk)],
]);

const responses = new Map<string, Pass>([
  ["Info", pass(ResponseInfo)],
  ["InitChain", pass(ResponseInitChain)],
  ["BeginBlock", pass(ResponseBeginBlock)],
  ["CheckTx", pass(ResponseDeliverTx)],
  ["DeliverTx", pass(ResponseDeliverTx)],
  ["EndBlock", pass(ResponseEndBlock)],
  ["Commit", pass(ResponseCommit)],
  ["ListSnapshots", pass(ResponseListSnapshots)],
  ["LoadSnapshotChunk", pass(ResponseLoadSnapshotChunk)],
  ["OfferSnapshot", pass(ResponseOfferSnapshot)],
  ["ApplySnapshotChunk", pass(ResponseApplySnapshotChunk)],
]);

async function readCalls(file: string, count: number): Promise<Call[]> {
  const calls: Call[] = [];
  const path = join(root, "test", "vectors", file);
  const lines = createInterface({input: createReadStream(path).pipe(createGunzip())});
  for await (const line of lines) {
    const {type, req, resp} = JSON.parse(line);
    calls.push({type, req, resp});
    if (calls.length >= count) break;
  }
  return calls;
}

describe("recorded ABCI messages", () => {
  const calls: Call[] = [];

  beforeAll(async () => {
    for (const {file, callCount} of recordings) calls.push(...(await readCalls(file, callCount)));
  });

  test("are the same after decoding and encoding", () => {
    const seen = new Set<Pass>();
    for (const {type, req, resp} of calls) {
      for (const [again, text] of [
        [requests.get(type), req],
        [responses.get(type), resp],
      ] as const) {
        if (again === undefined || text === undefined) continue;
        const bytes = new Uint8Array(Buffer.from(text, "base64"));
        expect(again(bytes), type).toEqual(bytes);
        seen.add(again);
      }
    }
    expect(seen.size).toBe(requests.size + responses.size);
  });

  test("become results and come back as they are stored", () => {
    const of = (type: string): Uint8Array[] =>
      calls
        .filter((call) => call.type === type)
        .map(({resp}) => new Uint8Array(Buffer.from(resp ?? "", "base64")));
    const [begin, end] = [of("BeginBlock").at(-1), of("EndBlock").at(-1)];
    const deliverTxs = of("DeliverTx").map((bytes) => decode(ResponseDeliverTx, bytes));
    if (begin === undefined || end === undefined) throw new RangeError("no block");
    const stored: AbciResponses = {
      deliverTxs,
      endBlock: decode(ResponseEndBlock, end),
      beginBlock: decode(ResponseBeginBlock, begin),
    };
    const results = blockResultsFromAbci(decode(AbciResponses, encode(AbciResponses, stored)));
    expect(results.transactions).toHaveLength(deliverTxs.length);
    expect(encode(AbciResponses, blockResultsToAbci(results))).toEqual(encode(AbciResponses, stored));
  });
});
