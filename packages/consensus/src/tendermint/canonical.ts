import {
  bytes,
  embedded,
  encodeDelimited,
  int32,
  int64,
  message,
  optional,
  sfixed64,
  text,
  timestamp,
} from "../protobuf/index.ts";
import {type BlockId, checkBlockId, isBlockIdZero, PartSetHeader} from "./blockId.ts";
import {signedTypes} from "./voteType.ts";

/** Differs from `BlockId` only in that it may be missing. */
const CanonicalBlockId = message("types.CanonicalBlockID", {
  hash: bytes(1),
  partSetHeader: embedded(2, PartSetHeader),
});

const CanonicalVote = message("types.CanonicalVote", {
  type: int32(1),
  height: sfixed64(2),
  round: sfixed64(3),
  blockId: optional(4, CanonicalBlockId),
  timestamp: timestamp(5),
  chainId: text(6),
});

const CanonicalProposal = message("types.CanonicalProposal", {
  type: int32(1),
  height: sfixed64(2),
  round: sfixed64(3),
  polRound: int64(4),
  blockId: optional(5, CanonicalBlockId),
  timestamp: timestamp(6),
  chainId: text(7),
});

interface Signable {
  readonly height: bigint;
  readonly round: number;
  readonly blockId: BlockId;
  /** Nanoseconds since 1970. */
  readonly timestamp: bigint;
}

/** Bytes that a validator signs for a vote. Throws `TendermintError` `invalidBlockId`. */
export function voteSignBytes(chainId: string, vote: Signable & {readonly type: number}): Uint8Array {
  const {type, height, timestamp} = vote;
  const blockId = canonicalBlockId(vote.blockId);
  return encodeDelimited(CanonicalVote, {
    type,
    height,
    round: BigInt(vote.round),
    blockId,
    timestamp,
    chainId,
  });
}

/** Bytes that the proposer signs for a proposal. Throws `TendermintError` `invalidBlockId`. */
export function proposalSignBytes(
  chainId: string,
  proposal: Signable & {readonly polRound: number},
): Uint8Array {
  return encodeDelimited(CanonicalProposal, {
    type: signedTypes.proposal,
    height: proposal.height,
    round: BigInt(proposal.round),
    polRound: BigInt(proposal.polRound),
    blockId: canonicalBlockId(proposal.blockId),
    timestamp: proposal.timestamp,
    chainId,
  });
}

/** The reference would crash on a block ID that is none. */
function canonicalBlockId(blockId: BlockId): BlockId | null {
  checkBlockId(blockId);
  return isBlockIdZero(blockId) ? null : blockId;
}
