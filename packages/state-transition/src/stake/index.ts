export {Slash, SlashReason, slashReasons} from "./slashing.ts";
export {StakeAccumulator, StakeThreshold, ThresholdKind, thresholdKinds} from "./threshold.ts";
