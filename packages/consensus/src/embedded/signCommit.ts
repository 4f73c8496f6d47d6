import type {Signer} from "@oasis-node/primitives/signature";
import {
  type BlockId,
  blockIdFlags,
  type Commit,
  commitSignBytes,
  engineAddress,
  type Header,
  tendermintContext,
} from "../tendermint/index.ts";

export interface SigningTime {
  /** The clock, nanoseconds since 1970. */
  readonly now: bigint;
  /** Least time between blocks, nanoseconds. */
  readonly iota: bigint;
}

/**
 * The commit of the only validator. Its time becomes that of the next block, so it lies after the block's own even when the
 * clock has jumped back (BFT time).
 */
export async function signCommit(
  signer: Signer,
  header: Header,
  blockId: BlockId,
  {now, iota}: SigningTime,
): Promise<Commit> {
  const earliest = header.time + iota;
  const part = {
    blockIdFlag: blockIdFlags.commit,
    validatorAddress: engineAddress(signer.publicKey),
    timestamp: now > earliest ? now : earliest,
    signature: new Uint8Array(),
  };
  const commit: Commit = {height: header.height, round: 0, blockId, signatures: [part]};
  const signBytes = commitSignBytes(header.chainId, commit, part);
  const signature = await signer.contextSign(tendermintContext, signBytes);
  return {...commit, signatures: [{...part, signature}]};
}
