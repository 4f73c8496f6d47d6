export {wireTypes} from "./wireTypes.ts";
