import {Address} from "@oasis-node/primitives/address";
import {map, omitEmpty, struct, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Quantity} from "@oasis-node/primitives/quantity";
import {StakeAccumulator} from "../../stake/index.ts";
import {CommissionSchedule} from "./commission.ts";

/** Base units and the shares into which they are divided (consensus-core §4.4). */
export const SharePool = struct("staking.SharePool", {
  balance: omitEmpty(Quantity),
  totalShares: omitEmpty(Quantity),
});
export type SharePool = ValueOf<typeof SharePool>;

/** What the owner of an account disposes of, and what others may withdraw from it. */
export const GeneralAccount = struct("staking.GeneralAccount", {
  balance: omitEmpty(Quantity),
  nonce: omitEmpty(u64),
  allowances: omitEmpty(map(Address, Quantity)),
});
export type GeneralAccount = ValueOf<typeof GeneralAccount>;

/** What is escrowed to an account. */
export const EscrowAccount = struct("staking.EscrowAccount", {
  active: omitEmpty(SharePool),
  debonding: omitEmpty(SharePool),
  commissionSchedule: omitEmpty(CommissionSchedule),
  stakeAccumulator: omitEmpty(StakeAccumulator),
});
export type EscrowAccount = ValueOf<typeof EscrowAccount>;

/** An account of the ledger, state key `50`; all zero it encodes as an empty map (consensus-core §2.2). */
export const Account = struct("staking.Account", {
  general: omitEmpty(GeneralAccount),
  escrow: omitEmpty(EscrowAccount),
});
export type Account = ValueOf<typeof Account>;
