import {compare, concat} from "@oasis-node/primitives/bytes";
import {hashSize, merkleRoot, sha256} from "../merkle/index.ts";
import {
  choice,
  embedded,
  encode,
  int64,
  message,
  optional,
  type ProtoValue,
  repeated,
  timestamp,
} from "../protobuf/index.ts";
import {blockIdKey} from "./blockId.ts";
import {headerHash} from "./header.ts";
import {checkLightBlock, LightBlock} from "./lightBlock.ts";
import {TendermintError, within} from "./tendermintError.ts";
import {Validator} from "./validator.ts";
import {checkVote, Vote} from "./vote.ts";

/** Two votes of one validator for different blocks in one round. */
export const DuplicateVoteEvidence = message("types.DuplicateVoteEvidence", {
  /** The one whose block ID comes first. */
  voteA: optional(1, Vote),
  voteB: optional(2, Vote),
  totalVotingPower: int64(3),
  validatorPower: int64(4),
  /** Of the block at the height of the votes, in nanoseconds since 1970. */
  timestamp: timestamp(5),
});
export type DuplicateVoteEvidence = ProtoValue<typeof DuplicateVoteEvidence>;

/** A block that a light client would believe, though it is not the chain's. */
export const LightClientAttackEvidence = message("types.LightClientAttackEvidence", {
  conflictingBlock: optional(1, LightBlock),
  /** Last height at which both chains are the same. */
  commonHeight: int64(2),
  byzantineValidators: repeated(3, Validator),
  totalVotingPower: int64(4),
  /** Of the block at the common height, in nanoseconds since 1970. */
  timestamp: timestamp(5),
});
export type LightClientAttackEvidence = ProtoValue<typeof LightClientAttackEvidence>;

/** Evidence of misbehaviour; `null` for a kind that is not known. */
export const Evidence = choice("types.Evidence", {
  duplicateVote: embedded(1, DuplicateVoteEvidence),
  lightClientAttack: embedded(2, LightClientAttackEvidence),
});
export type Evidence = NonNullable<ProtoValue<typeof Evidence>>;

/** Bytes that count in a block's evidence hash: without the kind. */
export function evidenceBytes(evidence: Evidence): Uint8Array {
  return evidence.kind === "duplicateVote"
    ? encode(DuplicateVoteEvidence, evidence.value)
    : encode(LightClientAttackEvidence, evidence.value);
}

/** By which evidence is known, 32 bytes: of an attack only the block and the common height count. */
export function evidenceHash(evidence: Evidence): Uint8Array {
  if (evidence.kind === "duplicateVote") return sha256(evidenceBytes(evidence));
  const {conflictingBlock, commonHeight} = evidence.value;
  const header = conflictingBlock?.signedHeader?.header;
  const named = new Uint8Array(hashSize);
  // The reference leaves out the last byte of the block's hash.
  if (header) named.set(headerHash(header).subarray(0, hashSize - 1));
  return sha256(concat(named, zigzagVarint(commonHeight)));
}

/** Merkle root over the evidence of a block: what its header names. */
export function evidenceListHash(list: readonly Evidence[]): Uint8Array {
  return merkleRoot(list.map(evidenceBytes));
}

/** Height of the misbehaviour. */
export function evidenceHeight(evidence: Evidence): bigint {
  return evidence.kind === "duplicateVote"
    ? (evidence.value.voteA?.height ?? 0n)
    : evidence.value.commonHeight;
}

/** Checks evidence by itself; verifies no signature. Throws `TendermintError` `invalidEvidence`. */
export function checkEvidence(evidence: Evidence): void {
  if (evidence.kind === "duplicateVote") checkDuplicateVote(evidence.value);
  else checkLightClientAttack(evidence.value);
}

function checkDuplicateVote({voteA, voteB}: DuplicateVoteEvidence): void {
  if (voteA === null || voteB === null) throw invalid("one or both of the votes are empty");
  within("invalidEvidence", "invalid VoteA", () => checkVote(voteA));
  within("invalidEvidence", "invalid VoteB", () => checkVote(voteB));
  if (compare(blockIdKey(voteA.blockId), blockIdKey(voteB.blockId)) >= 0) {
    throw invalid("duplicate votes in invalid order");
  }
}

function checkLightClientAttack({conflictingBlock, commonHeight}: LightClientAttackEvidence): void {
  if (conflictingBlock === null) throw invalid("conflicting block is nil");
  const header = conflictingBlock.signedHeader?.header ?? null;
  if (header === null) throw invalid("conflicting block missing header");
  within("invalidEvidence", "invalid conflicting light block", () =>
    checkLightBlock(conflictingBlock, header.chainId),
  );
  if (commonHeight <= 0n) throw invalid("negative or zero common height");
  if (commonHeight > header.height) {
    throw invalid(
      `common height is ahead of the conflicting block height (${commonHeight} > ${header.height})`,
    );
  }
}

/** A signed number as Go's `binary.PutVarint` writes it. */
function zigzagVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...bytes, Number(rest)]);
}

function invalid(reason: string): TendermintError {
  return new TendermintError("invalidEvidence", reason);
}
