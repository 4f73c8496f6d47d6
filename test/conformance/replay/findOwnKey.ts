import {RequestCheckTx, ResponseDeliverTx} from "@oasis-node/consensus/abci";
import {decode} from "@oasis-node/consensus/protobuf";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {readJsonLines} from "../records.ts";
import {openTransaction} from "./openTransaction.ts";
import {recordedCall} from "./recordedCall.ts";

/**
 * The recording node's own key, by what a node takes before blocks from itself alone: transactions of the beacon, and
 * those below its gas price. Null when it took none.
 */
export async function findOwnKey(calls: string, minGasPrice: bigint): Promise<PublicKey | null> {
  for await (const line of readJsonLines(calls)) {
    const {type, request, response} = recordedCall(line);
    if (type !== "CheckTx" || response === null) continue;
    const found = openTransaction(decode(RequestCheckTx, request).tx);
    if (found === null || decode(ResponseDeliverTx, response).code !== 0) continue;
    const {method, fee} = found.transaction;
    const isCheap = fee !== null && fee.gas > 0n && fee.amount / fee.gas < minGasPrice;
    if (method.startsWith("beacon.") || isCheap) return found.signer;
  }
  return null;
}
