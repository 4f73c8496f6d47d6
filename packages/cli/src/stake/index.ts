export {offlineAccountCommands, offlineStakeCommands} from "./commands.ts";
