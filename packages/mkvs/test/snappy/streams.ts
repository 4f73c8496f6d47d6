import {concat} from "@oasis-node/primitives/bytes";
import {decodeFrames, FrameEncoder} from "../../src/snappy/index.ts";

/** The framed stream that results from these writes. */
export function encodeWrites(writes: readonly Uint8Array[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const encoder = new FrameEncoder((bytes) => pieces.push(bytes));
  for (const bytes of writes) encoder.write(bytes);
  encoder.finish();
  return concat(...pieces);
}

export function decodeAll(stream: Uint8Array): Uint8Array {
  return concat(...decodeFrames(stream));
}
