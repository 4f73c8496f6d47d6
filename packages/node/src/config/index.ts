export {type HostPort, type KeyedHost, parseHostPort, parseIpPort} from "./addresses.ts";
export type {ConsensusConfig, Peer, PeerConfig, StateSyncConfig} from "./consensusConfig.ts";
export {type ConfigOutcome, type NodeConfig, nodeConfig} from "./nodeConfig.ts";
export type {HostedRuntime, RuntimeConfig} from "./runtimeConfig.ts";
export type {SentryConfig, WorkerConfig} from "./workerConfig.ts";
