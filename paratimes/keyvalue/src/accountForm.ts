import {Address} from "@oasis-node/primitives/address";
import {list, map, nullable, omitEmpty, type Schema, struct, text, u64} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";
import {StakeThreshold} from "@oasis-node/state-transition/stake";
import type {Account} from "@oasis-node/state-transition/staking";

// Runtimes write every field that has a value, also zero (runtime-workers §0.1); the ledger leaves zero out.

const General = struct("staking.GeneralAccount", {
  balance: Quantity,
  nonce: u64,
  allowances: omitEmpty(nullable(map(Address, Quantity))),
});

const SharePool = struct("staking.SharePool", {balance: Quantity, totalShares: Quantity});

const CommissionRateStep = struct("staking.CommissionRateStep", {start: Epoch, rate: Quantity});

const CommissionRateBoundStep = struct("staking.CommissionRateBoundStep", {
  start: Epoch,
  rateMin: Quantity,
  rateMax: Quantity,
});

const CommissionSchedule = struct("staking.CommissionSchedule", {
  rates: omitEmpty(nullable(list(CommissionRateStep))),
  bounds: omitEmpty(nullable(list(CommissionRateBoundStep))),
});

const StakeAccumulator = struct("staking.StakeAccumulator", {
  claims: omitEmpty(nullable(map(text, list(StakeThreshold)))),
});

const Escrow = struct("staking.EscrowAccount", {
  active: SharePool,
  debonding: SharePool,
  commissionSchedule: CommissionSchedule,
  stakeAccumulator: StakeAccumulator,
});

/** An account as a runtime writes it. */
export const RuntimeAccount: Schema<Account> = struct("staking.Account", {general: General, escrow: Escrow});
