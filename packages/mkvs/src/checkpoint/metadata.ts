import {list, nullable, omitEmpty, struct, u16, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Hash, hashOfValue} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {Root} from "../node/index.ts";
import {checkpointErrors} from "./errors.ts";

/** The only version of the checkpoint format there is. */
export const checkpointVersion = 1;

/** What a checkpoint consists of: the root and the digest of every chunk, in order. */
export const Metadata = struct("checkpoint.Metadata", {version: u16, root: Root, chunks: list(Hash)});
export type Metadata = ValueOf<typeof Metadata>;

/** Names one chunk of a checkpoint; `digest` is over its compressed bytes. */
export const ChunkMetadata = struct("checkpoint.ChunkMetadata", {
  version: u16,
  root: Root,
  index: u64,
  digest: Hash,
});
export type ChunkMetadata = ValueOf<typeof ChunkMetadata>;

export const GetCheckpointsRequest = struct("checkpoint.GetCheckpointsRequest", {
  version: u16,
  namespace: Namespace,
  /** Only checkpoints of this version, where given. */
  rootVersion: omitEmpty(nullable(u64)),
});
export type GetCheckpointsRequest = ValueOf<typeof GetCheckpointsRequest>;

/** What state sync announces a checkpoint by. */
export function metadataHash(metadata: Metadata): Hash {
  return hashOfValue(Metadata, metadata);
}

/** Throws `chunkNotFound` beyond the last chunk. */
export function chunkMetadata({version, root, chunks}: Metadata, index: bigint): ChunkMetadata {
  const digest = chunks?.[Number(index)];
  if (digest === undefined) throw checkpointErrors.chunkNotFound({details: {index}});
  return {version, root, index, digest};
}
