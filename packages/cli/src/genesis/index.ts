export {offlineGenesisCommands, onlineGenesisCommands} from "./commands.ts";
