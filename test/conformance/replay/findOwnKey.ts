import type {PublicKey} from "@oasis-node/primitives/signature";
import {RequestCheckTx, ResponseTx} from "../abci/messages.ts";
import {decodeMessage} from "../abci/protobuf.ts";
import {readJsonLines} from "../records.ts";
import {openTransaction} from "./openTransaction.ts";
import {recordedCall} from "./recordedCall.ts";

/** The recording node's own key: of all transactions of the beacon, a node takes only its own before blocks. Null when it took none. */
export async function findOwnKey(calls: string): Promise<PublicKey | null> {
  for await (const line of readJsonLines(calls)) {
    const {type, request, response} = recordedCall(line);
    if (type !== "CheckTx" || response === null) continue;
    const found = openTransaction(decodeMessage(RequestCheckTx, request).tx);
    if (found === null || !found.method.startsWith("beacon.")) continue;
    if (decodeMessage(ResponseTx, response).code === 0) return found.signer;
  }
  return null;
}
