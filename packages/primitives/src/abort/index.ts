export {orAborted} from "./orAborted.ts";
