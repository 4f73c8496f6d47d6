export {identityCommands} from "./commands.ts";
