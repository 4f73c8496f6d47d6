export {offlineGovernanceCommands} from "./commands.ts";
