export {main} from "./main.ts";
export {commandTree} from "./tree.ts";
