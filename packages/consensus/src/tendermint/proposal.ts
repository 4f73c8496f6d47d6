import {bytes, embedded, int32, int64, message, type ProtoValue, timestamp} from "../protobuf/index.ts";
import {BlockId, blockIdText, checkBlockId, isBlockIdComplete} from "./blockId.ts";
import {maxSignatureSize} from "./sizes.ts";
import {TendermintError, within} from "./tendermintError.ts";
import {signedTypes} from "./voteType.ts";

/** What the proposer of a round suggests. */
export const Proposal = message("types.Proposal", {
  type: int32(1),
  height: int64(2),
  round: int32(3),
  /** Round in which more than two thirds prevoted for the block; -1 for none. */
  polRound: int32(4),
  blockId: embedded(5, BlockId),
  /** Nanoseconds since 1970. */
  timestamp: timestamp(6),
  signature: bytes(7),
});
export type Proposal = ProtoValue<typeof Proposal>;

/** Checks all but the signature, in the reference's order. Throws `TendermintError` `invalidProposal`. */
export function checkProposal({type, height, round, polRound, blockId, signature}: Proposal): void {
  if (type !== signedTypes.proposal) throw invalid("invalid Type");
  if (height < 0n) throw invalid("negative Height");
  if (round < 0) throw invalid("negative Round");
  if (polRound < -1) throw invalid("negative POLRound (exception: -1)");
  within("invalidProposal", "wrong BlockID", () => checkBlockId(blockId));
  if (!isBlockIdComplete(blockId)) {
    throw invalid(`expected a complete, non-empty BlockID, got: ${blockIdText(blockId)}`);
  }
  if (signature.length === 0) throw invalid("signature is missing");
  if (signature.length > maxSignatureSize) {
    throw invalid(`signature is too big (max: ${maxSignatureSize})`);
  }
}

function invalid(reason: string): TendermintError {
  return new TendermintError("invalidProposal", reason);
}
