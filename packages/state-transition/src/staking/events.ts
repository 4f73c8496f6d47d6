import {encode, type Schema} from "@oasis-node/primitives/cbor";
import {attribute, type Context} from "../context/index.ts";
import {
  AddEscrowEvent,
  AllowanceChangeEvent,
  BurnEvent,
  DebondingStartEscrowEvent,
  ReclaimEscrowEvent,
  TakeEscrowEvent,
  TransferEvent,
} from "./types/events.ts";

/** Name of the application: orders its hooks and stands in its events (consensus-core §1.1). */
export const stakingAppName = "100_staking";

/** Attribute keys of the events (consensus-core §1.12). */
export const stakingEventKeys = {
  transfer: "transfer",
  burn: "burn",
  addEscrow: "add_escrow",
  takeEscrow: "take_escrow",
  debondingStart: "debonding_start",
  reclaimEscrow: "reclaim_escrow",
  allowanceChange: "allowance_change",
} as const;

/** Emit the events of staking, one attribute each (consensus-core §4.11). */
export const emitStaking = {
  transfer: emitter(stakingEventKeys.transfer, TransferEvent),
  burn: emitter(stakingEventKeys.burn, BurnEvent),
  addEscrow: emitter(stakingEventKeys.addEscrow, AddEscrowEvent),
  takeEscrow: emitter(stakingEventKeys.takeEscrow, TakeEscrowEvent),
  debondingStart: emitter(stakingEventKeys.debondingStart, DebondingStartEscrowEvent),
  reclaimEscrow: emitter(stakingEventKeys.reclaimEscrow, ReclaimEscrowEvent),
  allowanceChange: emitter(stakingEventKeys.allowanceChange, AllowanceChangeEvent),
} as const;

function emitter<T>(key: string, schema: Schema<T>): (context: Context, event: T) => void {
  return (context, event) => context.emit(stakingAppName, attribute(key, encode(schema, event)));
}
