import {Address} from "@oasis-node/primitives/address";
import {bool, omitEmpty, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Quantity} from "@oasis-node/primitives/quantity";
import {CommissionSchedule} from "./commission.ts";

/** Body of `staking.Transfer` (consensus-core §4.5). */
export const Transfer = struct("staking.Transfer", {to: Address, amount: Quantity});
export type Transfer = ValueOf<typeof Transfer>;

/** Body of `staking.Burn` (consensus-core §4.5). */
export const Burn = struct("staking.Burn", {amount: Quantity});
export type Burn = ValueOf<typeof Burn>;

/** Body of `staking.AddEscrow` (consensus-core §4.5). */
export const Escrow = struct("staking.Escrow", {account: Address, amount: Quantity});
export type Escrow = ValueOf<typeof Escrow>;

/** Body of `staking.ReclaimEscrow`: counted in shares, not in base units (consensus-core §4.5). */
export const ReclaimEscrow = struct("staking.ReclaimEscrow", {account: Address, shares: Quantity});
export type ReclaimEscrow = ValueOf<typeof ReclaimEscrow>;

/** Body of `staking.AmendCommissionSchedule` (consensus-core §4.5). */
export const AmendCommissionSchedule = struct("staking.AmendCommissionSchedule", {
  amendment: CommissionSchedule,
});
export type AmendCommissionSchedule = ValueOf<typeof AmendCommissionSchedule>;

/** Body of `staking.Allow`: by how much the allowance of the beneficiary grows, or shrinks when `negative`. */
export const Allow = struct("staking.Allow", {
  beneficiary: Address,
  negative: omitEmpty(bool),
  amountChange: Quantity,
});
export type Allow = ValueOf<typeof Allow>;

/** Body of `staking.Withdraw` (consensus-core §4.5). */
export const Withdraw = struct("staking.Withdraw", {from: Address, amount: Quantity});
export type Withdraw = ValueOf<typeof Withdraw>;
