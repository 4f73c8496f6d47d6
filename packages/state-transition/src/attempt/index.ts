export {type Attempt, attempt} from "./attempt.ts";
