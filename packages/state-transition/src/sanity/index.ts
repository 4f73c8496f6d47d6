export {type SanityOptions, sanityApp, sanityAppName} from "./app.ts";
export type {SanityCheck} from "./check.ts";
export type {Random} from "./checkSchedule.ts";
export {SanityError} from "./sanityError.ts";
export {type StateCheckOptions, stateChecks} from "./stateChecks.ts";
