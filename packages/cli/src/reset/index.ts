export {unsafeResetCommand} from "./commands.ts";
