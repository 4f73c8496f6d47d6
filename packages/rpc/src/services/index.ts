export {beaconService} from "./beacon.ts";
export {
  ConsensusBlock,
  consensusService,
  EstimateGasRequest,
  GetSignerNonceRequest,
  Result,
  ResultError,
  ResultEvent,
  TransactionsWithResults,
} from "./consensus.ts";
export {ConsensusEvidence, consensusLightService, LightBlock, Parameters} from "./consensusLight.ts";
export {ConsensusStatus, consensusFeatures} from "./consensusStatus.ts";
export {debugControllerService} from "./debugController.ts";
export {CallEnclaveRequest, EnclaveRpcFrame, enclaveRpcService} from "./enclaveRpc.ts";
export {governanceService, ProposalQuery} from "./governance.ts";
export {AvrBundle, IasEvidence, iasService, SpidInfo} from "./ias.ts";
export {keymanagerService} from "./keymanager.ts";
export {nodeControllerService} from "./nodeController.ts";
export {
  CommitteeStatus,
  IdentityStatus,
  RegistrationStatus,
  RuntimeStatus,
  Status,
  StorageStatus,
} from "./nodeStatus.ts";
export {
  ConsensusAddressQuery,
  GetRuntimesQuery,
  IdQuery,
  NamespaceQuery,
  NodeList,
  registryService,
} from "./registry.ts";
export {remoteSignerService, SignerKey, SignRequest} from "./remoteSigner.ts";
export {RuntimeRequest, roothashService} from "./roothash.ts";
export {
  PlainEvent,
  QueryRequest,
  QueryResponse,
  RoundRequest,
  RuntimeEvent,
  RuntimeHostError,
  RuntimeTransaction,
  runtimeClientErrors,
  runtimeClientService,
  SubmitTxMetaResponse,
  TransactionWithResults,
} from "./runtimeClient.ts";
export {GetCommitteesRequest, schedulerService} from "./scheduler.ts";
export {AccessPolicy, SentryAddresses, ServicePolicies, sentryService} from "./sentry.ts";
export {AllowanceQuery, OwnerQuery, stakingService, ThresholdQuery} from "./staking.ts";
export {
  ApplyBatchRequest,
  ApplyOp,
  ApplyRequest,
  GetDiffRequest,
  Receipt,
  SyncChunk,
  SyncOptions,
  storageService,
} from "./storage.ts";
export {
  GetLastSyncedRoundRequest,
  GetLastSyncedRoundResponse,
  PauseCheckpointerRequest,
  storageWorkerService,
  WaitForRoundRequest,
  WaitForRoundResponse,
} from "./storageWorker.ts";
