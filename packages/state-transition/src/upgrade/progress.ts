import type {Epoch, Height} from "@oasis-node/primitives/epoch";
import {
  equalVersions,
  maskNonMajor,
  type ProtocolVersions,
  protocolVersions,
  versionToText,
} from "@oasis-node/primitives/version";
import {
  descriptorOf,
  hasStage,
  isCompleted,
  isReached,
  type PendingUpgrades,
  UpgradeError,
} from "./pending.ts";
import {type PendingUpgrade, type UpgradeDescriptor, upgradeStages} from "./types.ts";

/** What a block means for the upgrades of a node. */
export interface UpgradeStep {
  /** The list afterwards, without what is completed. */
  readonly pending: PendingUpgrades;
  /** Upgrades whose handlers run in this block. */
  readonly due: readonly UpgradeDescriptor[];
  /** The upgrade whose epoch has just come: the node stops, and the list must be kept before that. */
  readonly stopFor: UpgradeDescriptor | null;
}

/** Throws `UpgradeError` `version` unless software of these versions can carry out the upgrade: major consensus versions agree. */
export function checkCompatible(
  {target}: UpgradeDescriptor,
  own: Readonly<ProtocolVersions> = protocolVersions,
): void {
  const [has, needs] = [own.consensusProtocol, target.consensusProtocol];
  if (equalVersions(maskNonMajor(has), maskNonMajor(needs))) return;
  const versions = `own: ${versionToText(has)}, required: ${versionToText(needs)}`;
  throw new UpgradeError("version", `binary consensus version not compatible: ${versions}`);
}

/**
 * The list at the start of a node: what was reached must be possible with this software, and completes its startup stage
 * (consensus-core §7). Throws `UpgradeError`: this is not the software to go on with.
 */
export function startUpgrades(
  pending: PendingUpgrades,
  isKnownHandler: (name: string) => boolean,
): PendingUpgrades {
  const open = pending.filter((one) => !isCompleted(one));
  for (const one of open.filter(isReached)) {
    const descriptor = descriptorOf(one);
    checkCompatible(descriptor);
    if (!isKnownHandler(descriptor.handler)) throw missingHandler(descriptor);
  }
  return open.map((one) => (isReached(one) ? complete(one, upgradeStages.startup) : one));
}

/**
 * What is to be done about upgrades at the beginning and at the end of a block after `height` (consensus-core §7). The list is
 * not looked at beyond the first upgrade that is still to come: a kept oddity. The reference crashes when an upgrade that is
 * over stands before one to come; here it is completed. Throws `UpgradeError` `height`.
 */
export function stepUpgrades(pending: PendingUpgrades, epoch: Epoch, height: Height): UpgradeStep {
  const after = [...pending];
  const due: UpgradeDescriptor[] = [];
  for (const [index, one] of pending.entries()) {
    const descriptor = descriptorOf(one);
    if (!isReached(one)) {
      if (epoch < descriptor.epoch) break;
      after[index] = {...one, upgradeHeight: height};
      return {pending: withoutCompleted(after), due, stopFor: descriptor};
    }
    if (one.upgradeHeight > height) {
      const details = {upgradeHeight: one.upgradeHeight, height};
      throw new UpgradeError("height", "upgrade: reached at a height still to come", {details});
    }
    if (one.upgradeHeight < height) after[index] = complete(one, upgradeStages.consensus);
    else if (!isCompleted(one)) due.push(descriptor);
  }
  return {pending: withoutCompleted(after), due, stopFor: null};
}

export function missingHandler({handler}: UpgradeDescriptor): UpgradeError {
  return new UpgradeError("handler", "missing migration handler", {details: {handler}});
}

function complete(pending: PendingUpgrade, stage: bigint): PendingUpgrade {
  return hasStage(pending, stage) ? pending : {...pending, lastCompletedStage: stage};
}

function withoutCompleted(pending: PendingUpgrades): PendingUpgrades {
  return pending.filter((one) => !isCompleted(one));
}
