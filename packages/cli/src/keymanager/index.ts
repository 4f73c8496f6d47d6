export {keymanagerCommands} from "./commands.ts";
