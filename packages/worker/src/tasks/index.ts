export {type Followed, follow, pause, type Surroundings} from "./follow.ts";
export {Tasks} from "./tasks.ts";
