export {Application, type ApplicationOptions} from "./application.ts";
export {ApplicationError, type ApplicationErrorCode} from "./applicationError.ts";
export {ApplicationState} from "./applicationState.ts";
export {type ChainApp, consensusApps} from "./apps.ts";
export {type ChainGenesis, chainGenesis} from "./chainGenesis.ts";
export {applicationKeys, genesisDigestKey, initChainEventsKey} from "./keys.ts";
export type {
  BlockRequest,
  CheckResult,
  CommitResult,
  EndBlockResult,
  GenesisRequest,
  Halt,
  Info,
  TransactionResult,
} from "./requests.ts";
export {
  type Snapshot,
  type SnapshotChunk,
  StateCheckpoints,
  type StateCheckpointsOptions,
} from "./stateCheckpoints.ts";
export {StatePruner} from "./statePruner.ts";
export {type ExportOptions, stateToGenesis} from "./stateToGenesis.ts";
export {upgradeHandlers} from "./upgradeHandlers.ts";
