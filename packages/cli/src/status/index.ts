export {statusCommand} from "./commands.ts";
