export {nodeCommand} from "./commands.ts";
