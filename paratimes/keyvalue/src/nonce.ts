import {CallError} from "@oasis-node/paratime-sdk/calls";
import type {TransactionContext} from "@oasis-node/paratime-sdk/paratime";
import {stateKeys} from "./keys.ts";

/** Uses up a nonce, so that the same transaction does not count twice. Throws `CallError` when it has been used. */
export async function consumeNonce({state, isCheck}: TransactionContext, nonce: bigint): Promise<void> {
  const key = stateKeys.nonce.encode(nonce);
  if ((await state.get(key)) !== null) throw new CallError(`Duplicate nonce: ${nonce}`);
  if (!isCheck) await state.insert(key, Uint8Array.of(1));
}
