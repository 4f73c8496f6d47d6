import type {Quantity} from "@oasis-node/primitives/quantity";
import type {StakeThreshold, ThresholdKind} from "../stake/index.ts";
import {stakingErrors} from "./errors.ts";
import {StakingError} from "./stakingError.ts";
import type {EscrowAccount} from "./types/account.ts";

/** Global thresholds in base units, as the parameters have them; a missing one counts as zero. */
export type Thresholds = ReadonlyMap<ThresholdKind, Quantity> | null;

/** Throws `insufficientStake` when the active stake of an account does not cover what is claimed on it (consensus-core §4.10). */
export function checkStakeClaims(escrow: EscrowAccount, thresholds: Thresholds): void {
  requireStake(escrow, totalClaims(escrow, thresholds, null));
}

/** Adds a claim or replaces the one of that name. Throws `insufficientStake`; nothing has changed then. */
export function addStakeClaim(
  escrow: EscrowAccount,
  thresholds: Thresholds,
  claim: string,
  claimed: StakeThreshold[] | null,
): void {
  requireStake(escrow, totalClaims(escrow, thresholds, claim) + sumOf(claimed, thresholds));
  const {claims} = escrow.stakeAccumulator;
  escrow.stakeAccumulator.claims = new Map(claims ?? []).set(claim, claimed);
}

/** Throws `StakingError` `noClaim`: whoever removes a claim has added it before. */
export function removeStakeClaim(escrow: EscrowAccount, claim: string): void {
  const claims = new Map(escrow.stakeAccumulator.claims ?? []);
  if (!claims.delete(claim))
    throw new StakingError("noClaim", `staking: claim does not exist: ${claim}`, {details: {claim}});
  escrow.stakeAccumulator.claims = claims;
}

/** What a threshold stands for. Throws `StakingError` `malformedThreshold` when it is neither global nor constant. */
export function thresholdValue({global, constant}: StakeThreshold, thresholds: Thresholds): Quantity {
  if (global !== null) return thresholds?.get(global) ?? 0n;
  if (constant !== null) return constant;
  throw new StakingError("malformedThreshold", "staking: invalid claim threshold");
}

/** Sum of all claims but the one of the name `except`. */
function totalClaims(escrow: EscrowAccount, thresholds: Thresholds, except: string | null): Quantity {
  let total = 0n;
  for (const [claim, claimed] of escrow.stakeAccumulator.claims ?? [])
    if (claim !== except) total += sumOf(claimed, thresholds);
  return total;
}

function sumOf(claimed: readonly StakeThreshold[] | null, thresholds: Thresholds): Quantity {
  return (claimed ?? []).reduce((sum, threshold) => sum + thresholdValue(threshold, thresholds), 0n);
}

function requireStake({active}: EscrowAccount, need: Quantity): void {
  if (active.balance < need) throw stakingErrors.insufficientStake({details: {have: active.balance, need}});
}
