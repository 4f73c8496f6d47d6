export {upgradeErrors} from "./errors.ts";
export {PendingUpgrade, UpgradeDescriptor, upgradeStages} from "./types.ts";
export {UpgradeDescriptorError, upgradeLimits, validateUpgradeDescriptor} from "./validate.ts";
