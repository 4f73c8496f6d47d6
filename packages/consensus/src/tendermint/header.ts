import {utf8} from "@oasis-node/primitives/bytes";
import {merkleRoot} from "../merkle/index.ts";
import {
  bytes,
  embedded,
  encode,
  int64,
  message,
  type ProtoType,
  type ProtoValue,
  Timestamp,
  text,
  timestamp,
  uint64,
} from "../protobuf/index.ts";
import {BlockId, checkBlockId} from "./blockId.ts";
import {checkHash} from "./hashCheck.ts";
import {addressSize, blockProtocol, maxChainIdLength} from "./sizes.ts";
import {TendermintError, within} from "./tendermintError.ts";

/** Versions of the block format and of the application. */
const ConsensusVersion = message("version.Consensus", {block: uint64(1), app: uint64(2)});

/** What validators agree on for a block; its hash names the block. */
export const Header = message("types.Header", {
  version: embedded(1, ConsensusVersion),
  chainId: text(2),
  height: int64(3),
  /** Nanoseconds since 1970. */
  time: timestamp(4),
  lastBlockId: embedded(5, BlockId),
  /** Of the commit of the block before, which this block carries. */
  lastCommitHash: bytes(6),
  /** Of the transactions. */
  dataHash: bytes(7),
  /** Of the validators of this block. */
  validatorsHash: bytes(8),
  /** Of the validators of the next block. */
  nextValidatorsHash: bytes(9),
  consensusHash: bytes(10),
  /** State after the block before. */
  appHash: bytes(11),
  /** Results of the transactions of the block before. */
  lastResultsHash: bytes(12),
  evidenceHash: bytes(13),
  proposerAddress: bytes(14),
});
export type Header = ProtoValue<typeof Header>;

/** How the fields of a header are encoded for its hash; empty and zero ones as nothing. */
const BytesValue = message("google.protobuf.BytesValue", {value: bytes(1)});
const StringValue = message("google.protobuf.StringValue", {value: text(1)});
const Int64Value = message("google.protobuf.Int64Value", {value: int64(1)});

/** Merkle root of the fields, 32 bytes; no bytes for a header that names no validators. */
export function headerHash(header: Header): Uint8Array {
  if (header.validatorsHash.length === 0) return new Uint8Array();
  return merkleRoot([
    encode(ConsensusVersion, header.version),
    wrapped(StringValue, header.chainId),
    wrapped(Int64Value, header.height),
    encode(Timestamp, header.time),
    encode(BlockId, header.lastBlockId),
    ...[
      header.lastCommitHash,
      header.dataHash,
      header.validatorsHash,
      header.nextValidatorsHash,
      header.consensusHash,
      header.appHash,
      header.lastResultsHash,
      header.evidenceHash,
      header.proposerAddress,
    ].map((value) => wrapped(BytesValue, value)),
  ]);
}

/** Checks everything that a header shows by itself, in the reference's order. Throws `TendermintError` `invalidHeader`. */
export function checkHeader(header: Header): void {
  const {version, chainId, height, proposerAddress} = header;
  if (version.block !== blockProtocol) {
    throw invalid(`block protocol is incorrect: got: ${version.block}, want: ${blockProtocol} `);
  }
  const {length} = utf8(chainId);
  if (length > maxChainIdLength) {
    throw invalid(`chainID is too long; got: ${length}, max: ${maxChainIdLength}`);
  }
  if (height < 0n) throw invalid("negative Height");
  if (height === 0n) throw invalid("zero Height");
  within("invalidHeader", "wrong LastBlockID", () => checkBlockId(header.lastBlockId));
  checkNamedHash("LastCommitHash", header.lastCommitHash);
  checkNamedHash("DataHash", header.dataHash);
  checkNamedHash("EvidenceHash", header.evidenceHash);
  if (proposerAddress.length !== addressSize) {
    throw invalid(`invalid ProposerAddress length; got: ${proposerAddress.length}, expected: ${addressSize}`);
  }
  checkNamedHash("ValidatorsHash", header.validatorsHash);
  checkNamedHash("NextValidatorsHash", header.nextValidatorsHash);
  checkNamedHash("ConsensusHash", header.consensusHash);
  // The application's hash may have any size.
  checkNamedHash("LastResultsHash", header.lastResultsHash);
}

function wrapped<T>(type: ProtoType<{readonly value: T}>, value: T): Uint8Array {
  return encode(type, {value});
}

function checkNamedHash(name: string, hash: Uint8Array): void {
  within("invalidHeader", `wrong ${name}`, () => checkHash(hash));
}

function invalid(reason: string): TendermintError {
  return new TendermintError("invalidHeader", reason);
}
