export {type RoleStake, stakePerRole} from "./stakePerRole.ts";
export {type Localnet, type LocalnetOptions, startLocalnet} from "./startLocalnet.ts";
