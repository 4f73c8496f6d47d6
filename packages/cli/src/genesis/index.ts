export {offlineGenesisCommands} from "./commands.ts";
