export {neverAborted} from "./neverAborted.ts";
export {orAborted} from "./orAborted.ts";
