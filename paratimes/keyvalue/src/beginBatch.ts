import type {BatchContext} from "@oasis-node/paratime-sdk/paratime";
import {keyU64} from "@oasis-node/primitives/keyFormat";
import {stateKeys} from "./keys.ts";

/** Takes note of the results of messages, and of the epoch. */
export async function beginBatch({environment}: BatchContext): Promise<void> {
  const {state, roundResults, epoch} = environment;
  for (const event of roundResults.messages ?? [])
    await state.remove(stateKeys.pendingMessage.encode(event?.index ?? 0));
  const value = new Uint8Array(8);
  keyU64.write(value, 0, epoch);
  await state.insert(stateKeys.epoch.encode(), value);
}
