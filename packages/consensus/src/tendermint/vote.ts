import {equal} from "@oasis-node/primitives/bytes";
import {bytes, embedded, int32, int64, message, type ProtoValue, timestamp} from "../protobuf/index.ts";
import {BlockId, blockIdText, checkBlockId, isBlockIdComplete, isBlockIdZero} from "./blockId.ts";
import {voteSignBytes} from "./canonical.ts";
import {engineAddress, isEngineSignature} from "./signature.ts";
import {addressSize, maxSignatureSize} from "./sizes.ts";
import {TendermintError, within} from "./tendermintError.ts";
import type {ValidatorKey} from "./validator.ts";
import {signedTypes} from "./voteType.ts";

/** A prevote or precommit of one validator. */
export const Vote = message("types.Vote", {
  type: int32(1),
  height: int64(2),
  round: int32(3),
  /** Empty for a vote for no block. */
  blockId: embedded(4, BlockId),
  /** Nanoseconds since 1970. */
  timestamp: timestamp(5),
  validatorAddress: bytes(6),
  validatorIndex: int32(7),
  signature: bytes(8),
});
export type Vote = ProtoValue<typeof Vote>;

/** Checks all but the signature, in the reference's order. Throws `TendermintError` `invalidVote`. */
export function checkVote(vote: Vote): void {
  const {type, height, round, blockId, validatorAddress, validatorIndex, signature} = vote;
  if (type !== signedTypes.prevote && type !== signedTypes.precommit) throw invalid("invalid Type");
  if (height < 0n) throw invalid("negative Height");
  if (round < 0) throw invalid("negative Round");
  within("invalidVote", "wrong BlockID", () => checkBlockId(blockId));
  if (!isBlockIdZero(blockId) && !isBlockIdComplete(blockId)) {
    throw invalid(`blockID must be either empty or complete, got: ${blockIdText(blockId)}`);
  }
  if (validatorAddress.length !== addressSize) {
    throw invalid(
      `expected ValidatorAddress size to be ${addressSize} bytes, got ${validatorAddress.length} bytes`,
    );
  }
  if (validatorIndex < 0) throw invalid("negative ValidatorIndex");
  if (signature.length === 0) throw invalid("signature is missing");
  if (signature.length > maxSignatureSize) {
    throw invalid(`signature is too big (max: ${maxSignatureSize})`);
  }
}

/** Checks that the vote is of whoever has the key. Throws `TendermintError` `invalidVote`. */
export function verifyVote(chainId: string, vote: Vote, key: ValidatorKey): void {
  if (key === null || !equal(engineAddress(key.value), vote.validatorAddress)) {
    throw invalid("invalid validator address");
  }
  if (!isEngineSignature(key, voteSignBytes(chainId, vote), vote.signature)) {
    throw invalid("invalid signature");
  }
}

function invalid(reason: string): TendermintError {
  return new TendermintError("invalidVote", reason);
}
