export {
  offlineAccountCommands,
  offlineStakeCommands,
  onlineAccountCommands,
  onlineStakeCommands,
} from "./commands.ts";
