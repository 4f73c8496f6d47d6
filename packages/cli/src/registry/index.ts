export {
  offlineEntityCommands,
  offlineNodeCommands,
  offlineRuntimeCommands,
  onlineEntityCommands,
  onlineNodeCommands,
  onlineRuntimeCommands,
} from "./commands.ts";
