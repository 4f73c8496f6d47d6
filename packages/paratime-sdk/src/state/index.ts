export type {HostCalls} from "./hostCalls.ts";
export {hostSyncer} from "./hostSyncer.ts";
export {iterateTree} from "./iterateTree.ts";
export {type LocalStorage, localStorage} from "./localStorage.ts";
export type {ReadableState, State} from "./state.ts";
export {StateCache} from "./stateCache.ts";
export {StateCaches} from "./stateCaches.ts";
export {StateError} from "./stateError.ts";
export {StateOverlay} from "./stateOverlay.ts";
