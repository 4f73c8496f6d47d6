import {type PvssInstance, processCommit} from "@oasis-node/primitives/pvss";
import type {Context} from "../../context/index.ts";
import {slashReasons} from "../../stake/index.ts";
import {BeaconError} from "../beaconError.ts";
import {PvssCommit, pvssRoundStates} from "../types/pvss.ts";
import type {Participation} from "./admission.ts";
import {decodeForRound, executePvssTransaction, ownMessage} from "./pvssTransaction.ts";

/** `beacon.PVSSCommit`: a participant's shares for all others. */
export function executePvssCommit(context: Context, body: Uint8Array | null): void {
  executePvssTransaction(context, body, {reason: slashReasons.beaconInvalidCommit, take});
}

function take({round, instance, index}: Participation, body: Uint8Array): PvssInstance {
  if (round.state !== pvssRoundStates.commit) throw new BeaconError("unexpectedCommit");
  const commit = ownMessage(decodeForRound(PvssCommit, body, round).commit, index);
  // The reference means to spare a repetition, but compares the stored commit with its wrapping: every second commit counts as altered.
  if ((instance.commits?.get(index) ?? null) !== null) throw new BeaconError("alteredCommit", {index});
  try {
    return processCommit(instance, commit);
  } catch (cause) {
    throw new BeaconError("badCommit", {index}, cause);
  }
}
