import type {TendermintParameters} from "@oasis-node/state-transition/genesis";
import {type BlockRoom, encodedSize} from "../mempool/index.ts";
import {encode} from "../protobuf/index.ts";
import {Evidence} from "../tendermint/index.ts";

/** Bytes that Tendermint 0.34 sets aside in a block: for the frame, the header, a commit, and a signature in it. */
const frameBytes = 11n;
const headerBytes = 626n;
const commitBytes = 94n;
const signatureBytes = 109n;
const reserved = frameBytes + headerBytes + commitBytes + signatureBytes;

/** What a block with one signature has room for beside its evidence. */
export function blockRoom(
  {maxBytes, maxGas}: TendermintParameters["block"],
  evidence: readonly Evidence[],
): BlockRoom {
  const taken = evidence.reduce((total, one) => total + encodedSize(encode(Evidence, one).length), reserved);
  const left = maxBytes - taken;
  return {bytes: left < 0n ? 0n : left, gas: maxGas};
}
