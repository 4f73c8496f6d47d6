export {signerCommands} from "./commands.ts";
