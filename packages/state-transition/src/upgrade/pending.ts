import {list} from "@oasis-node/primitives/cbor";
import type {Height} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {equalVersions} from "@oasis-node/primitives/version";
import {upgradeErrors} from "./errors.ts";
import {PendingUpgrade, type UpgradeDescriptor, upgradeStages} from "./types.ts";

/** The node's own list of upgrades in the order of their arrival (consensus-core §7). A value: changes make another one. */
export type PendingUpgrades = readonly PendingUpgrade[];

/** What the node keeps on disk of its upgrades. */
export const PendingUpgradeList = list(PendingUpgrade);

/** Version of the entries. */
const pendingUpgradeVersion = 1;

/** Height of an upgrade whose epoch has not come. */
const noHeight = 0n;

/**
 * An upgrade cannot go on with this node.
 *
 * - `version`: this software speaks another consensus protocol than the upgrade is for;
 * - `handler`: this software does not contain the upgrade;
 * - `descriptor`: the list has an entry without a descriptor;
 * - `height`: the list has an entry from a later height than the chain's.
 */
export class UpgradeError extends TypedError<"version" | "handler" | "descriptor" | "height"> {}

/** Whether the upgrade has completed a stage. */
export function hasStage({lastCompletedStage}: PendingUpgrade, stage: bigint): boolean {
  return lastCompletedStage >= stage;
}

/** Whether the epoch of the upgrade has come. */
export function isReached({upgradeHeight}: PendingUpgrade): boolean {
  return upgradeHeight !== noHeight;
}

export function isCompleted(pending: PendingUpgrade): boolean {
  return hasStage(pending, upgradeStages.consensus);
}

/** Throws `UpgradeError` `descriptor`. */
export function descriptorOf({descriptor}: PendingUpgrade): UpgradeDescriptor {
  if (descriptor !== null) return descriptor;
  throw new UpgradeError("descriptor", "upgrade: pending upgrade without a descriptor");
}

function equalDescriptors(a: UpgradeDescriptor, b: UpgradeDescriptor): boolean {
  const {consensusProtocol, runtimeHostProtocol, runtimeCommitteeProtocol} = a.target;
  return (
    a.v === b.v &&
    a.handler === b.handler &&
    a.epoch === b.epoch &&
    equalVersions(consensusProtocol, b.target.consensusProtocol) &&
    equalVersions(runtimeHostProtocol, b.target.runtimeHostProtocol) &&
    equalVersions(runtimeCommitteeProtocol, b.target.runtimeCommitteeProtocol)
  );
}

export function findUpgrade(pending: PendingUpgrades, descriptor: UpgradeDescriptor): PendingUpgrade | null {
  return pending.find((one) => equalDescriptors(descriptorOf(one), descriptor)) ?? null;
}

/** Adds an upgrade. Throws (upgrade, 5) when it is on the list. */
export function submitUpgrade(pending: PendingUpgrades, descriptor: UpgradeDescriptor): PendingUpgrades {
  if (findUpgrade(pending, descriptor) !== null) throw upgradeErrors.alreadyPending();
  return [...pending, PendingUpgrade.make({v: pendingUpgradeVersion, descriptor})];
}

/** Removes an upgrade if it is on the list. Throws (upgrade, 6) when it has begun. */
export function cancelUpgrade(pending: PendingUpgrades, descriptor: UpgradeDescriptor): PendingUpgrades {
  return pending.filter((one) => {
    if (!equalDescriptors(descriptorOf(one), descriptor)) return true;
    if (isReached(one) || one.lastCompletedStage > 0n) throw upgradeErrors.upgradeInProgress();
    return false;
  });
}

/** Whether an upgrade that is not completed was reached at a height. */
export function isUpgradeAt(pending: PendingUpgrades, height: Height): boolean {
  return pending.some((one) => isReached(one) && !isCompleted(one) && one.upgradeHeight === height);
}
