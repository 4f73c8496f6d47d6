export {openParatimes, type Paratimes} from "./paratimes.ts";
export type {ParatimeSurroundings} from "./surroundings.ts";
