import {merkleRoot, sha256} from "../merkle/index.ts";
import {bytes, encode, int64, message, type ProtoValue, uint32} from "../protobuf/index.ts";

/** What validators must agree on of a transaction's result: a ResponseDeliverTx without the rest. */
const TransactionResult = message("abci.ResponseDeliverTx", {
  code: uint32(1),
  data: bytes(2),
  gasWanted: int64(5),
  gasUsed: int64(6),
});
type TransactionResult = ProtoValue<typeof TransactionResult>;

/** What the consensus hash covers of the parameters (consensus-core §3.2). */
const HashedParameters = message("types.HashedParams", {blockMaxBytes: int64(1), blockMaxGas: int64(2)});

/** Data hash of a header: Merkle root over the hashes of the transactions. */
export function transactionsHash(transactions: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(transactions.map(sha256));
}

/** Last results hash of the next header: Merkle root over the results of a block. */
export function resultsHash(results: readonly TransactionResult[]): Uint8Array {
  return merkleRoot(results.map((result) => encode(TransactionResult, result)));
}

/** Consensus hash of a header: SHA-256 of the sizes of a block, -1 for no limit. */
export function consensusParametersHash(parameters: ProtoValue<typeof HashedParameters>): Uint8Array {
  return sha256(encode(HashedParameters, parameters));
}
