import {i64, nullable, struct, text, u16, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {ProtocolVersions} from "@oasis-node/primitives/version";

/** An upgrade: which handler, for which protocol versions, at which epoch (consensus-core §6.1). */
export const UpgradeDescriptor = struct("upgrade.Descriptor", {
  v: u16,
  handler: text,
  target: ProtocolVersions,
  epoch: Epoch,
});
export type UpgradeDescriptor = ValueOf<typeof UpgradeDescriptor>;

/** Stages of an upgrade, in order (consensus-core §7). */
export const upgradeStages = {startup: 1n, consensus: 2n} as const;

/** An upgrade in the node's own list; height 0 as long as its epoch has not come (consensus-core §7). */
export const PendingUpgrade = struct("upgrade.PendingUpgrade", {
  v: u16,
  descriptor: nullable(UpgradeDescriptor),
  upgradeHeight: i64,
  lastCompletedStage: u64,
});
export type PendingUpgrade = ValueOf<typeof PendingUpgrade>;
