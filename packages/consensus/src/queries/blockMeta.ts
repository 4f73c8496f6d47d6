import {
  bytes,
  encode,
  int,
  list,
  omitEmpty,
  struct,
  text,
  time,
  u8,
  u32,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {asHeight, Height} from "@oasis-node/primitives/epoch";
import type {EngineBlock} from "../engine/index.ts";
import type {BlockId, Commit, Header} from "../tendermint/index.ts";

/** The engine's own part of a block in CBOR: Tendermint's Go types with their JSON names. */
const BlockIdMeta = struct("types.BlockID", {
  hash: bytes,
  parts: struct("types.PartSetHeader", {total: u32, hash: bytes}),
});

const HeaderMeta = struct("types.Header", {
  version: struct("version.Consensus", {block: omitEmpty(u64), app: omitEmpty(u64)}),
  chainId: text,
  height: Height,
  time,
  lastBlockId: BlockIdMeta,
  lastCommitHash: bytes,
  dataHash: bytes,
  validatorsHash: bytes,
  nextValidatorsHash: bytes,
  consensusHash: bytes,
  appHash: bytes,
  lastResultsHash: bytes,
  evidenceHash: bytes,
  proposerAddress: bytes,
});

const CommitMeta = struct("types.Commit", {
  height: int,
  round: int,
  blockId: BlockIdMeta,
  signatures: list(
    struct("types.CommitSig", {blockIdFlag: u8, validatorAddress: bytes, timestamp: time, signature: bytes}),
  ),
});

/** Header of a block, and the signatures over the block before that it carries. */
export const BlockMeta = struct("api.BlockMeta", {header: HeaderMeta, lastCommit: CommitMeta});

/** CBOR of a block's `BlockMeta`. Bytes that are empty are null there: the reference reads its blocks from protobuf. */
export function blockMeta({header, lastCommit}: EngineBlock): Uint8Array {
  return encode(BlockMeta, {header: headerMeta(header), lastCommit: commitMeta(lastCommit)});
}

function headerMeta(header: Header): ValueOf<typeof HeaderMeta> {
  return {
    version: header.version,
    chainId: header.chainId,
    height: asHeight(header.height),
    time: header.time,
    lastBlockId: blockIdMeta(header.lastBlockId),
    lastCommitHash: nullIfEmpty(header.lastCommitHash),
    dataHash: nullIfEmpty(header.dataHash),
    validatorsHash: nullIfEmpty(header.validatorsHash),
    nextValidatorsHash: nullIfEmpty(header.nextValidatorsHash),
    consensusHash: nullIfEmpty(header.consensusHash),
    appHash: nullIfEmpty(header.appHash),
    lastResultsHash: nullIfEmpty(header.lastResultsHash),
    evidenceHash: nullIfEmpty(header.evidenceHash),
    proposerAddress: nullIfEmpty(header.proposerAddress),
  };
}

function commitMeta({height, round, blockId, signatures}: Commit): ValueOf<typeof CommitMeta> {
  return {
    height,
    round: BigInt(round),
    blockId: blockIdMeta(blockId),
    signatures: signatures.map(({blockIdFlag, validatorAddress, timestamp, signature}) => ({
      blockIdFlag,
      validatorAddress: nullIfEmpty(validatorAddress),
      timestamp,
      signature: nullIfEmpty(signature),
    })),
  };
}

function blockIdMeta({hash, partSetHeader: {total, hash: partsHash}}: BlockId): ValueOf<typeof BlockIdMeta> {
  return {hash: nullIfEmpty(hash), parts: {total, hash: nullIfEmpty(partsHash)}};
}

function nullIfEmpty(value: Uint8Array): Uint8Array | null {
  return value.length === 0 ? null : value;
}
