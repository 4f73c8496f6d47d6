export {debugControlCommands} from "./commands.ts";
