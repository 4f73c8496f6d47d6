export {offlineConsensusCommands} from "./commands.ts";
