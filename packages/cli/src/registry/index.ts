export {offlineEntityCommands, offlineNodeCommands, offlineRuntimeCommands} from "./commands.ts";
