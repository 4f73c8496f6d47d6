export {paratimeCommands} from "./commands.ts";
