import {bytes, list, nullable, omitEmpty, struct, text, u32, type ValueOf} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {errorModule} from "@oasis-node/primitives/errors";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {AnnotatedBlock, Block} from "@oasis-node/state-transition/roothash/types";
import {defineService, stream, unary} from "../service/index.ts";

/** A transaction for a runtime, in the runtime's own encoding. */
export const RuntimeTransaction = struct("client.SubmitTxRequest", {runtimeId: Namespace, data: bytes});
export type RuntimeTransaction = ValueOf<typeof RuntimeTransaction>;

/** An error that came out of a runtime. */
export const RuntimeHostError = struct("protocol.Error", {
  module: omitEmpty(text),
  code: omitEmpty(u32),
  message: omitEmpty(text),
});
export type RuntimeHostError = ValueOf<typeof RuntimeHostError>;

/** Output of a transaction and where it was executed; or why its check failed. */
export const SubmitTxMetaResponse = struct("client.SubmitTxMetaResponse", {
  data: omitEmpty(bytes),
  round: omitEmpty(Round),
  batchOrder: omitEmpty(u32),
  checkTxError: omitEmpty(nullable(RuntimeHostError)),
});
export type SubmitTxMetaResponse = ValueOf<typeof SubmitTxMetaResponse>;

/** Asks for what belongs to a round; `latestRound` for the latest. */
export const RoundRequest = struct("client.GetBlockRequest", {runtimeId: Namespace, round: Round});
export type RoundRequest = ValueOf<typeof RoundRequest>;

/** A tag that a transaction of a runtime emitted. */
export const PlainEvent = struct("client.PlainEvent", {key: bytes, value: bytes});
export type PlainEvent = ValueOf<typeof PlainEvent>;

/** The same with the hash of the transaction. */
export const RuntimeEvent = struct("client.Event", {key: bytes, value: bytes, txHash: Hash});
export type RuntimeEvent = ValueOf<typeof RuntimeEvent>;

export const TransactionWithResults = struct("client.TransactionWithResults", {
  tx: bytes,
  result: bytes,
  events: omitEmpty(list(PlainEvent)),
});
export type TransactionWithResults = ValueOf<typeof TransactionWithResults>;

/** A query to a runtime; its arguments and answer are CBOR. */
export const QueryRequest = struct("client.QueryRequest", {
  runtimeId: Namespace,
  round: Round,
  method: text,
  args: bytes,
});
export type QueryRequest = ValueOf<typeof QueryRequest>;

export const QueryResponse = struct("client.QueryResponse", {data: bytes});
export type QueryResponse = ValueOf<typeof QueryResponse>;

/** Errors of the service (runtime-workers §4.6). */
export const runtimeClientErrors = errorModule("runtime/client", {
  notFound: [1, "client: not found"],
  internal: [2, "client: internal error"],
  transactionExpired: [3, "client: transaction expired"],
  notSynced: [4, "client: not finished initial sync"],
  checkTxFailed: [5, "client: transaction check failed"],
  noHostedRuntime: [6, "client: no hosted runtime is available"],
});

/** Transactions and queries of runtimes (cli-config-grpc §5.3). */
export const runtimeClientService = defineService("RuntimeClient", {
  /** Waits for the output. */
  submitTx: unary(RuntimeTransaction, bytes),
  submitTxMeta: unary(RuntimeTransaction, SubmitTxMetaResponse),
  submitTxNoWait: unary(RuntimeTransaction, null),
  checkTx: unary(RuntimeTransaction, null),
  getGenesisBlock: unary(Namespace, Block),
  getBlock: unary(RoundRequest, Block),
  getLastRetainedBlock: unary(Namespace, Block),
  getTransactions: unary(RoundRequest, list(bytes)),
  getTransactionsWithResults: unary(RoundRequest, list(TransactionWithResults)),
  getEvents: unary(RoundRequest, list(RuntimeEvent)),
  query: unary(QueryRequest, QueryResponse),
  watchBlocks: stream(Namespace, AnnotatedBlock),
});
