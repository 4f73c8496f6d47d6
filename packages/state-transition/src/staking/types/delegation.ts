import {embed, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";
import {SharePool} from "./account.ts";

/** Shares in the active pool of an escrow account, state key `53` (consensus-core §4.1). */
export const Delegation = struct("staking.Delegation", {shares: Quantity});
export type Delegation = ValueOf<typeof Delegation>;

/** Shares in the debonding pool until the epoch in which they are paid out, state key `54` (consensus-core §4.1). */
export const DebondingDelegation = struct("staking.DebondingDelegation", {
  shares: Quantity,
  debondEnd: Epoch,
});
export type DebondingDelegation = ValueOf<typeof DebondingDelegation>;

/** A delegation with its pool, as queries answer (consensus-core §4.12). */
export const DelegationInfo = struct("staking.DelegationInfo", {
  delegation: embed(Delegation),
  pool: SharePool,
});
export type DelegationInfo = ValueOf<typeof DelegationInfo>;

/** A debonding delegation with its pool, as queries answer (consensus-core §4.12). */
export const DebondingDelegationInfo = struct("staking.DebondingDelegationInfo", {
  delegation: embed(DebondingDelegation),
  pool: SharePool,
});
export type DebondingDelegationInfo = ValueOf<typeof DebondingDelegationInfo>;
