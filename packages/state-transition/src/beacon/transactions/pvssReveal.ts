import {equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {type PvssInstance, processReveal, Reveal} from "@oasis-node/primitives/pvss";
import type {Context} from "../../context/index.ts";
import {slashReasons} from "../../stake/index.ts";
import {BeaconError} from "../beaconError.ts";
import {PvssReveal, type PvssState, pvssRoundStates} from "../types/pvss.ts";
import type {Participation} from "./admission.ts";
import {decodeForRound, executePvssTransaction, ownMessage} from "./pvssTransaction.ts";

/** `beacon.PVSSReveal`: a participant's decrypted share of every commit. */
export function executePvssReveal(context: Context, body: Uint8Array | null): void {
  executePvssTransaction(context, body, {reason: slashReasons.beaconInvalidReveal, take});
}

function take({round, instance, index}: Participation, body: Uint8Array): PvssInstance {
  const reveal = ownMessage(decodeForRound(PvssReveal, body, round).reveal, index);
  const stored = instance.reveals?.get(index) ?? null;
  if (stored !== null) throw new BeaconError(isSame(stored, reveal) ? "repeatedReveal" : "alteredReveal");
  checkTime(round);
  try {
    return processReveal(instance, reveal);
  } catch (cause) {
    throw new BeaconError("badReveal", {index}, cause);
  }
}

function checkTime({state}: PvssState): void {
  if (state === pvssRoundStates.reveal) return;
  if (state === pvssRoundStates.commit) throw new BeaconError("earlyReveal");
  throw new BeaconError(state === pvssRoundStates.complete ? "lateReveal" : "unexpectedReveal");
}

/** Throws `PvssError` when the new one has points missing, where the reference crashes (consensus-core §14). */
function isSame(stored: Reveal, reveal: Reveal): boolean {
  return equal(encode(Reveal, stored), encode(Reveal, reveal));
}
