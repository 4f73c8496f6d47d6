import {decode, type Schema} from "@oasis-node/primitives/cbor";
import type {PvssInstance} from "@oasis-node/primitives/pvss";
import type {Context} from "../../context/index.ts";
import type {SlashReason} from "../../stake/index.ts";
import {BeaconError} from "../beaconError.ts";
import {punish} from "../misbehaviour.ts";
import {BeaconState} from "../state.ts";
import {beaconBackends} from "../types/parameters.ts";
import type {PvssState} from "../types/pvss.ts";
import {admitBeaconTransaction, type Participation, participationOf} from "./admission.ts";

/** One of the two methods. */
interface PvssTransaction {
  /** What an offence in it is punished as. */
  readonly reason: SlashReason;
  /** The instance after the transaction. Throws `BeaconError`. */
  take(participation: Participation, body: Uint8Array): PvssInstance;
}

/** What a participant is punished for; the transaction fails, and the punishment stays. */
const offences: ReadonlySet<BeaconError["code"]> = new Set([
  "malformedBody",
  "missingMessage",
  "indexMismatch",
  "alteredCommit",
  "alteredReveal",
  "earlyReveal",
  "badCommit",
  "badReveal",
]);

/** Runs a transaction of the round; checks of the mempool run it whole too (consensus-paratime §1.6.3). */
export function executePvssTransaction(
  context: Context,
  body: Uint8Array | null,
  {reason, take}: PvssTransaction,
): void {
  const state = new BeaconState(context.tree);
  if (state.parameters().backend !== beaconBackends.pvss) throw new BeaconError("invalidMethod");
  admitBeaconTransaction(context);
  const participation = participationOf(context, state);
  try {
    const instance = take(participation, body ?? new Uint8Array());
    state.setPvssState({...participation.round, instance});
  } catch (error) {
    if (error instanceof BeaconError && offences.has(error.code)) {
      punish(context, participation.nodeId, reason);
    }
    throw error;
  }
}

/** Decodes a body and checks that it is for the running round. Throws `BeaconError`. */
export function decodeForRound<T extends Pick<PvssState, "epoch" | "round">>(
  schema: Schema<T>,
  body: Uint8Array,
  {epoch, round}: PvssState,
): T {
  const value = decodeBody(schema, body);
  if (value.epoch !== epoch) throw new BeaconError("epochMismatch", {epoch: value.epoch, expected: epoch});
  if (value.round !== round) throw new BeaconError("roundMismatch", {round: value.round, expected: round});
  return value;
}

/** The message of a transaction, checked to be there and for the participant's own place. Throws `BeaconError`. */
export function ownMessage<T extends {readonly index: bigint}>(message: T | null, index: bigint): T {
  if (message === null) throw new BeaconError("missingMessage");
  if (message.index !== index) {
    throw new BeaconError("indexMismatch", {index: message.index, expected: index});
  }
  return message;
}

function decodeBody<T>(schema: Schema<T>, body: Uint8Array): T {
  try {
    return decode(schema, body);
  } catch (cause) {
    throw new BeaconError("malformedBody", {}, cause);
  }
}
