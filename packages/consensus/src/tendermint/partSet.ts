import {checkProof, makeProofs, Proof} from "../merkle/index.ts";
import {bytes, embedded, message, type ProtoValue, uint32} from "../protobuf/index.ts";
import type {PartSetHeader} from "./blockId.ts";
import {blockPartSize} from "./sizes.ts";
import {TendermintError, within} from "./tendermintError.ts";

/** A piece of an encoded block, with a proof against the hash of its part set. */
export const Part = message("types.Part", {
  index: uint32(1),
  bytes: bytes(2),
  proof: embedded(3, Proof),
});
export type Part = ProtoValue<typeof Part>;

/** Cuts an encoded block into parts. `partSize`: bytes of each but the last. */
export function splitIntoParts(
  data: Uint8Array,
  partSize = blockPartSize,
): {readonly header: PartSetHeader; readonly parts: readonly Part[]} {
  const total = Math.ceil(data.length / partSize);
  const pieces = Array.from({length: total}, (_, i) => data.subarray(i * partSize, (i + 1) * partSize));
  const {root, proofs} = makeProofs(pieces);
  const parts = pieces.map((bytes, index) => ({
    index,
    bytes,
    proof: proofs[index] ?? Proof.zero(),
  }));
  return {header: {total, hash: root}, parts};
}

/** Checks size and form, not the proof itself. Throws `TendermintError` `invalidPart`. */
export function checkPart({bytes: {length}, proof}: Part): void {
  if (length > blockPartSize) {
    throw new TendermintError("invalidPart", `too big: ${length} bytes, max: ${blockPartSize}`);
  }
  within("invalidPart", "wrong Proof", () => checkProof(proof));
}
