export {upgradeErrors} from "./errors.ts";
export {
  cancelUpgrade,
  findUpgrade,
  hasStage,
  isUpgradeAt,
  PendingUpgradeList,
  type PendingUpgrades,
  submitUpgrade,
  UpgradeError,
} from "./pending.ts";
export {checkCompatible, startUpgrades, stepUpgrades, type UpgradeStep} from "./progress.ts";
export {type UpgradeHandler, UpgradeSchedule, type UpgradeScheduleOptions} from "./schedule.ts";
export {PendingUpgrade, UpgradeDescriptor, upgradeStages} from "./types.ts";
export {UpgradeDescriptorError, upgradeLimits, validateUpgradeDescriptor} from "./validate.ts";
