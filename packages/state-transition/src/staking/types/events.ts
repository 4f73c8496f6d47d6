import {Address} from "@oasis-node/primitives/address";
import {bool, nullable, omitEmpty, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Quantity} from "@oasis-node/primitives/quantity";

/** Value of the event `transfer` (consensus-core §4.11, as all of these). */
export const TransferEvent = struct("staking.TransferEvent", {from: Address, to: Address, amount: Quantity});
export type TransferEvent = ValueOf<typeof TransferEvent>;

/** Value of the event `burn`. */
export const BurnEvent = struct("staking.BurnEvent", {owner: Address, amount: Quantity});
export type BurnEvent = ValueOf<typeof BurnEvent>;

/** Value of the event `add_escrow`. */
export const AddEscrowEvent = struct("staking.AddEscrowEvent", {
  owner: Address,
  escrow: Address,
  amount: Quantity,
  newShares: Quantity,
});
export type AddEscrowEvent = ValueOf<typeof AddEscrowEvent>;

/** Value of the event `take_escrow`: slashed stake. */
export const TakeEscrowEvent = struct("staking.TakeEscrowEvent", {owner: Address, amount: Quantity});
export type TakeEscrowEvent = ValueOf<typeof TakeEscrowEvent>;

/** Value of the event `debonding_start`. */
export const DebondingStartEscrowEvent = struct("staking.DebondingStartEscrowEvent", {
  owner: Address,
  escrow: Address,
  amount: Quantity,
  activeShares: Quantity,
  debondingShares: Quantity,
});
export type DebondingStartEscrowEvent = ValueOf<typeof DebondingStartEscrowEvent>;

/** Value of the event `reclaim_escrow`. */
export const ReclaimEscrowEvent = struct("staking.ReclaimEscrowEvent", {
  owner: Address,
  escrow: Address,
  amount: Quantity,
  shares: Quantity,
});
export type ReclaimEscrowEvent = ValueOf<typeof ReclaimEscrowEvent>;

/** Value of the event `allowance_change`. */
export const AllowanceChangeEvent = struct("staking.AllowanceChangeEvent", {
  owner: Address,
  beneficiary: Address,
  allowance: Quantity,
  negative: omitEmpty(bool),
  amountChange: Quantity,
});
export type AllowanceChangeEvent = ValueOf<typeof AllowanceChangeEvent>;

/** The one escrow event that is set, in answers to queries. */
export const EscrowEvent = struct("staking.EscrowEvent", {
  add: omitEmpty(nullable(AddEscrowEvent)),
  take: omitEmpty(nullable(TakeEscrowEvent)),
  debondingStart: omitEmpty(nullable(DebondingStartEscrowEvent)),
  reclaim: omitEmpty(nullable(ReclaimEscrowEvent)),
});
export type EscrowEvent = ValueOf<typeof EscrowEvent>;

/** A staking event in answers to queries: where it happened, and the one event that is set. */
export const StakingEvent = struct("staking.Event", {
  height: omitEmpty(Height),
  txHash: omitEmpty(Hash),
  transfer: omitEmpty(nullable(TransferEvent)),
  burn: omitEmpty(nullable(BurnEvent)),
  escrow: omitEmpty(nullable(EscrowEvent)),
  allowanceChange: omitEmpty(nullable(AllowanceChangeEvent)),
});
export type StakingEvent = ValueOf<typeof StakingEvent>;
