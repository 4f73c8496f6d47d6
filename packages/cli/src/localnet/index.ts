export {localnetCommand} from "./commands.ts";
