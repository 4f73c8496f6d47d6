export {type Clock, systemClock, toMilliseconds} from "./clock.ts";
