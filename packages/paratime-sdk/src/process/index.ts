export {jsonLogger} from "./jsonLogger.ts";
export {startParatime} from "./startParatime.ts";
