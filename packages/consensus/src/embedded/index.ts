export {EmbeddedEngine} from "./embeddedEngine.ts";
export type {EmbeddedEngineOptions, SignStateFile} from "./options.ts";
