import {Address} from "@oasis-node/primitives/address";
import {
  field,
  list,
  map,
  nullable,
  omitEmpty,
  struct,
  text,
  u8,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Quantity} from "@oasis-node/primitives/quantity";
import {Account} from "./account.ts";
import {DebondingDelegation, Delegation} from "./delegation.ts";
import {StakingParameters} from "./parameters.ts";

/** Staking part of the genesis document; delegations are by escrow account, then by delegator (consensus-core §2.2). */
export const StakingGenesis = struct("staking.Genesis", {
  parameters: field("params", StakingParameters),
  tokenSymbol: text,
  tokenValueExponent: u8,
  totalSupply: Quantity,
  commonPool: Quantity,
  lastBlockFees: Quantity,
  governanceDeposits: Quantity,
  ledger: omitEmpty(map(Address, nullable(Account))),
  delegations: omitEmpty(map(Address, map(Address, nullable(Delegation)))),
  debondingDelegations: omitEmpty(map(Address, map(Address, list(nullable(DebondingDelegation))))),
});
export type StakingGenesis = ValueOf<typeof StakingGenesis>;
