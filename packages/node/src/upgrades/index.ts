export {openUpgrades, upgradeStoreName} from "./openUpgrades.ts";
