export {offlineConsensusCommands, onlineConsensusCommands} from "./commands.ts";
