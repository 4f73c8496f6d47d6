export {offlineGovernanceCommands, onlineGovernanceCommands} from "./commands.ts";
