import {merkleRoot} from "../merkle/index.ts";
import {
  bytes,
  embedded,
  encode,
  int32,
  int64,
  message,
  type ProtoField,
  type ProtoValue,
  repeated,
  timestamp,
  zeroTime,
} from "../protobuf/index.ts";
import {BlockId, isBlockIdZero} from "./blockId.ts";
import {voteSignBytes} from "./canonical.ts";
import {addressSize, maxSignatureSize} from "./sizes.ts";
import {TendermintError, within} from "./tendermintError.ts";
import {signedTypes} from "./voteType.ts";

/** How a validator precommitted. */
export const blockIdFlags = {
  /** Not at all. */
  absent: 1,
  /** For the block of the commit. */
  commit: 2,
  /** For no block. */
  nil: 3,
} as const;

/** One validator's part in a commit. */
export const CommitSig = message("types.CommitSig", {
  blockIdFlag: lowByte(int32(1)),
  validatorAddress: bytes(2),
  /** Nanoseconds since 1970. */
  timestamp: timestamp(3),
  signature: bytes(4),
});
export type CommitSig = ProtoValue<typeof CommitSig>;

/** Precommits that made a block final, one per validator in the order of the set. */
export const Commit = message("types.Commit", {
  height: int64(1),
  round: int32(2),
  blockId: embedded(3, BlockId),
  signatures: repeated(4, CommitSig),
});
export type Commit = ProtoValue<typeof Commit>;

/** Merkle root over the signatures; says nothing of height, round and block. */
export function commitHash({signatures}: Commit): Uint8Array {
  return merkleRoot(signatures.map((signature) => encode(CommitSig, signature)));
}

/**
 * Bytes that a validator signed for its part in a commit. Throws `TendermintError`: `invalidCommit` for an unknown flag,
 * on which the reference crashes, or `invalidBlockId`.
 */
export function commitSignBytes(chainId: string, commit: Commit, part: CommitSig): Uint8Array {
  const {height, round} = commit;
  return voteSignBytes(chainId, {
    type: signedTypes.precommit,
    height,
    round,
    blockId: votedBlockId(commit, part),
    timestamp: part.timestamp,
  });
}

/** Checks all but the signatures, in the reference's order. Throws `TendermintError` `invalidCommit`. */
export function checkCommit({height, round, blockId, signatures}: Commit): void {
  if (height < 0n) throw invalid("negative Height");
  if (round < 0) throw invalid("negative Round");
  if (height === 0n) return;
  if (isBlockIdZero(blockId)) throw invalid("commit cannot be for nil block");
  if (signatures.length === 0) throw invalid("no signatures in commit");
  for (const [i, part] of signatures.entries()) {
    within("invalidCommit", `wrong CommitSig #${i}`, () => checkCommitSig(part));
  }
}

/** Throws `TendermintError` `invalidCommit`. */
function checkCommitSig({blockIdFlag, validatorAddress, timestamp, signature}: CommitSig): void {
  if (!isKnownFlag(blockIdFlag)) throw unknownFlag(blockIdFlag);
  if (blockIdFlag === blockIdFlags.absent) {
    if (validatorAddress.length !== 0) throw invalid("validator address is present");
    if (timestamp !== zeroTime) throw invalid("time is present");
    if (signature.length !== 0) throw invalid("signature is present");
    return;
  }
  if (validatorAddress.length !== addressSize) {
    throw invalid(
      `expected ValidatorAddress size to be ${addressSize} bytes, got ${validatorAddress.length} bytes`,
    );
  }
  if (signature.length === 0) throw invalid("signature is missing");
  if (signature.length > maxSignatureSize) {
    throw invalid(`signature is too big (max: ${maxSignatureSize})`);
  }
}

function votedBlockId(commit: Commit, {blockIdFlag}: CommitSig): BlockId {
  if (!isKnownFlag(blockIdFlag)) throw unknownFlag(blockIdFlag);
  return blockIdFlag === blockIdFlags.commit ? commit.blockId : BlockId.zero();
}

function isKnownFlag(flag: number): boolean {
  return Object.values<number>(blockIdFlags).includes(flag);
}

/** The reference keeps the flag in a byte, whatever was on the wire; hashes are of what it kept. */
function lowByte(field: ProtoField<number>): ProtoField<number> {
  return {
    ...field,
    read: (reader, before, message) => field.read(reader, before, message) & 0xff,
  };
}

function unknownFlag(flag: number): TendermintError {
  return invalid(`unknown BlockIDFlag: ${flag}`);
}

function invalid(reason: string): TendermintError {
  return new TendermintError("invalidCommit", reason);
}
