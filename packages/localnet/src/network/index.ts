export {type NetworkOptions, networkDefaults} from "./createNetwork.ts";
export {token} from "./localGenesis.ts";
export type {NetworkPaths} from "./networkDirectory.ts";
export {NetworkError} from "./networkError.ts";
export {type NodeFileOptions, writeNodeConfig} from "./nodeConfigFile.ts";
export {type Holder, type Network, openNetwork} from "./openNetwork.ts";
