import {Root} from "@oasis-node/mkvs/node";
import {Address} from "@oasis-node/primitives/address";
import {
  bytes,
  list,
  nullable,
  omitEmpty,
  rawMessage,
  struct,
  text,
  time,
  u32,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Gas, Height} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {PublicKey} from "@oasis-node/primitives/signature";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {Document} from "@oasis-node/state-transition/genesis/types";
import {GovernanceEvent} from "@oasis-node/state-transition/governance/types";
import {RegistryEvent} from "@oasis-node/state-transition/registry/types";
import {RoothashEvent} from "@oasis-node/state-transition/roothash/types";
import {StakingEvent} from "@oasis-node/state-transition/staking/types";
import {defineService, stream, unary} from "../service/index.ts";
import {ConsensusStatus} from "./consensusStatus.ts";

/** A consensus block; `meta` is CBOR of the engine's own (cli-config-grpc §5.3). Its time counts in whole seconds. */
export const ConsensusBlock = struct("consensus.Block", {
  height: Height,
  hash: Hash,
  time,
  stateRoot: Root,
  meta: rawMessage,
});
export type ConsensusBlock = ValueOf<typeof ConsensusBlock>;

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
