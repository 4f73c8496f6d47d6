import {existsSync} from "node:fs";
import {join} from "node:path";
import {RequestCheckTx} from "@oasis-node/consensus/abci";
import {decode} from "@oasis-node/consensus/protobuf";
import {toHex} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {object, readText} from "../records.ts";
import {openTransaction} from "./openTransaction.ts";
import type {RecordedCall} from "./recordedCall.ts";

/** What the transactions of a recording try, by transaction hash or by height and index. */
export type Labels = ReadonlyMap<string, string>;

/** Reads `labels.json` or `labels.tsv` of a recording, whichever there is. */
export async function readLabels(folder: string): Promise<Labels> {
  const labels = new Map<string, string>();
  const json = join(folder, "labels.json");
  if (existsSync(json)) {
    for (const [hash, entry] of Object.entries(object(JSON.parse(await readText(json)), json))) {
      labels.set(hash, String(object(entry, hash).label));
    }
  }
  const table = join(folder, "labels.tsv");
  if (existsSync(table)) {
    for (const line of (await readText(table)).split("\n")) {
      const [height, index, , , , label] = line.split("\t");
      if (label !== undefined) labels.set(`${height} ${index}`, label);
    }
  }
  return labels;
}

/** A call for people, with the method and the label of its transaction. */
export function describeCall(call: RecordedCall, labels: Labels): string {
  const {seq, height, type, index, request} = call;
  const where = `height ${height}, ${type}${index === null ? "" : ` ${index}`} (call ${seq}`;
  if (type !== "CheckTx" && type !== "DeliverTx") return `${where})`;
  const {tx, type: recheck} = decode(RequestCheckTx, request);
  const label = labels.get(toHex(hashOf(tx))) ?? labels.get(`${height} ${index}`) ?? "no label";
  const kind = type === "CheckTx" && recheck === 1 ? ", recheck" : "";
  return `${where}${kind}, ${openTransaction(tx)?.transaction.method ?? "undecodable"}, ${label})`;
}
