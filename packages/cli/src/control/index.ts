export {controlCommands} from "./commands.ts";
