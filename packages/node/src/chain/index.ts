export type {ChainApis} from "./apis.ts";
export {openChain, type RunningChain} from "./openChain.ts";
export type {ChainSettings, ChainSurroundings} from "./settings.ts";
