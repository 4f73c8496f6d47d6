import {Root} from "@oasis-node/mkvs/node";
import {Address} from "@oasis-node/primitives/address";
import {
  bool,
  bytes,
  list,
  nullable,
  omitEmpty,
  rawMessage,
  struct,
  text,
  time,
  u8,
  u32,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Epoch, Gas, Height} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {PublicKey} from "@oasis-node/primitives/signature";
import {Version} from "@oasis-node/primitives/version";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {Document} from "@oasis-node/state-transition/genesis";
import {GovernanceEvent} from "@oasis-node/state-transition/governance";
import {RegistryEvent} from "@oasis-node/state-transition/registry";
import {RoothashEvent} from "@oasis-node/state-transition/roothash";
import {StakingEvent} from "@oasis-node/state-transition/staking";
import {defineService, stream, unary} from "../service/index.ts";

/** A consensus block; `meta` is CBOR of the engine's own (cli-config-grpc §5.3). Its time counts in whole seconds. */
export const ConsensusBlock = struct("consensus.Block", {
  height: Height,
  hash: Hash,
  time,
  stateRoot: Root,
  meta: rawMessage,
});
export type ConsensusBlock = ValueOf<typeof ConsensusBlock>;

/** What the engine can do, bits of a mask. */
export const consensusFeatures = {services: 1, fullNode: 2} as const;

/** State of the consensus layer in `control status` (cli-config-grpc §4). */
export const ConsensusStatus = struct("consensus.Status", {
  version: Version,
  backend: text,
  mode: text,
  features: u8,
  nodePeers: list(text),
  latestHeight: Height,
  latestHash: Hash,
  latestTime: time,
  latestEpoch: Epoch,
  latestStateRoot: Root,
  genesisHeight: Height,
  genesisHash: Hash,
  lastRetainedHeight: Height,
  lastRetainedHash: Hash,
  chainContext: text,
  isValidator: bool,
});
export type ConsensusStatus = ValueOf<typeof ConsensusStatus>;

export const EstimateGasRequest = struct("consensus.EstimateGasRequest", {
  signer: PublicKey,
  transaction: nullable(Transaction),
});
export type EstimateGasRequest = ValueOf<typeof EstimateGasRequest>;

export const GetSignerNonceRequest = struct("consensus.GetSignerNonceRequest", {
  accountAddress: Address,
  height: Height,
});
export type GetSignerNonceRequest = ValueOf<typeof GetSignerNonceRequest>;

/** An event of whichever module, in the result of a transaction. */
export const ResultEvent = struct("results.Event", {
  staking: omitEmpty(nullable(StakingEvent)),
  registry: omitEmpty(nullable(RegistryEvent)),
  roothash: omitEmpty(nullable(RoothashEvent)),
  governance: omitEmpty(nullable(GovernanceEvent)),
});
export type ResultEvent = ValueOf<typeof ResultEvent>;

/** Why a transaction failed; code 0 says that it did not. */
export const ResultError = struct("results.Error", {
  module: omitEmpty(text),
  code: omitEmpty(u32),
  message: omitEmpty(text),
});
export type ResultError = ValueOf<typeof ResultError>;

/** What became of a transaction in a block. */
export const Result = struct("results.Result", {error: ResultError, events: list(ResultEvent)});
export type Result = ValueOf<typeof Result>;

/** Transactions of a block and their results, in the same order. */
export const TransactionsWithResults = struct("consensus.TransactionsWithResults", {
  transactions: list(bytes),
  results: list(Result),
});
export type TransactionsWithResults = ValueOf<typeof TransactionsWithResults>;

/** The consensus layer (cli-config-grpc §5.3). Height 0 is the latest. */
export const consensusService = defineService("Consensus", {
  /** Waits until the transaction is in a block. */
  submitTx: unary(SignedTransaction.envelope, null),
  stateToGenesis: unary(Height, Document),
  estimateGas: unary(EstimateGasRequest, Gas),
  getSignerNonce: unary(GetSignerNonceRequest, u64),
  getBlock: unary(Height, ConsensusBlock),
  getTransactions: unary(Height, list(bytes)),
  getTransactionsWithResults: unary(Height, TransactionsWithResults),
  getUnconfirmedTransactions: unary(null, list(bytes)),
  getGenesisDocument: unary(null, Document),
  getChainContext: unary(null, text),
  getStatus: unary(null, ConsensusStatus),
  watchBlocks: stream(null, ConsensusBlock),
});
