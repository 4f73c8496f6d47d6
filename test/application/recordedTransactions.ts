import {join} from "node:path";
import {RequestDeliverTx, ResponseDeliverTx} from "@oasis-node/consensus/abci";
import {decode as decodeProtobuf} from "@oasis-node/consensus/protobuf";
import {decode} from "@oasis-node/primitives/cbor";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {root} from "../../scripts/run.ts";
import {array, base64, object, readJsonLines, readText} from "../conformance/records.ts";

const chains = ["chain-1", "chain-2", "chain-3", "chain-4", "chain-4-tee", "chain-5"];
const tables = ["staking", "registry", "governance"];
const vectors = join(root, "test", "vectors");
/** Transactions taken of each kind, so that the many transfers do not drown the rest. */
const perMethod = 60;

/** A transaction that was signed for another chain. */
export interface RecordedTransaction {
  readonly raw: Uint8Array;
  readonly transaction: Transaction;
}

/** Transactions that the reference made, or that its chains had in their blocks. */
export async function recordedTransactions(): Promise<RecordedTransaction[]> {
  const taken = new Map<string, number>();
  const all: RecordedTransaction[] = [];
  for await (const raw of rawTransactions()) {
    const {untrustedRawValue} = decode(SignedTransaction.envelope, raw);
    const transaction = decode(Transaction, untrustedRawValue);
    const count = taken.get(transaction.method) ?? 0;
    taken.set(transaction.method, count + 1);
    if (count < perMethod) all.push({raw, transaction});
  }
  return all;
}

async function* rawTransactions(): AsyncGenerator<Uint8Array> {
  for (const chain of chains) {
    for await (const line of readJsonLines(join(vectors, chain, "abci.jsonl.gz"))) {
      const {type, req, resp} = object(line, chain);
      // Some of the recorded blocks hold bytes that are no transactions; those that went through are.
      if (type !== "DeliverTx" || decodeProtobuf(ResponseDeliverTx, base64(resp, chain)).code !== 0) continue;
      yield decodeProtobuf(RequestDeliverTx, base64(req, chain)).tx;
    }
  }
  for (const table of tables) {
    const records: unknown = JSON.parse(await readText(join(vectors, "tx", `${table}.json.gz`)));
    for (const record of array(records, table).slice(0, perMethod)) {
      yield base64(object(record, table).encoded_signed_tx, table);
    }
  }
}
