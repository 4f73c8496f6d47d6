import {asEpoch, type Epoch} from "@oasis-node/primitives/epoch";
import type {GovernanceState} from "./state.ts";
import type {GovernanceParameters} from "./types/genesis.ts";

/** Epoch of a pending upgrade that is too near to `epoch`; null when there is none (consensus-core §6.3, §6.5). */
export function pendingUpgradeNear(
  state: GovernanceState,
  {upgradeMinEpochDiff}: GovernanceParameters,
  epoch: Epoch,
): Epoch | null {
  const near = state
    .pendingUpgrades()
    .find(({descriptor}) => epochDistance(descriptor.epoch, epoch) < upgradeMinEpochDiff);
  return near?.descriptor.epoch ?? null;
}

function epochDistance(a: Epoch, b: Epoch): bigint {
  return a < b ? b - a : a - b;
}

/** Sums of epochs wrap at 64 bits: a kept oddity (consensus-core §6.3). */
export function addEpochs(a: Epoch, b: Epoch): Epoch {
  return asEpoch(BigInt.asUintN(64, a + b));
}
