export {upgradeErrors} from "./errors.ts";
export {hasStage, PendingUpgradeList, type PendingUpgrades, UpgradeError} from "./pending.ts";
export {checkCompatible} from "./progress.ts";
export {type UpgradeHandler, UpgradeSchedule, type UpgradeScheduleOptions} from "./schedule.ts";
export {PendingUpgrade, UpgradeDescriptor, upgradeStages} from "./types.ts";
export {UpgradeDescriptorError, upgradeLimits, validateUpgradeDescriptor} from "./validate.ts";
