import {equal} from "@oasis-node/primitives/bytes";
import {decompressBlock} from "./blockDecompressor.ts";
import {maskedCrc32c} from "./crc32c.ts";
import {SnappyError} from "./errors.ts";
import {
  CHECKSUM_LENGTH,
  FRAME_HEADER_LENGTH,
  frameType,
  MAX_BLOCK_LENGTH,
  MAX_COMPRESSED_BLOCK_LENGTH,
  STREAM_IDENTIFIER,
} from "./format.ts";

/** Longest frame body any reader takes, skippable ones included. */
const MAX_FRAME_LENGTH = MAX_COMPRESSED_BLOCK_LENGTH + CHECKSUM_LENGTH;

/**
 * The uncompressed blocks of a framed stream, one at a time and each at most 65536 bytes, so that a stream never gets
 * expanded as a whole. Accepts what the reference library accepts: identifiers may repeat, padding and reserved
 * skippable frames are passed over. Throws {@link SnappyError} where reading cannot go on.
 */
export function* decodeFrames(stream: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < stream.length; ) {
    const {type, body} = frameAt(stream, at);
    if (at === 0 && type !== frameType.streamIdentifier)
      throw new SnappyError("corrupt", "no stream identifier");
    at += FRAME_HEADER_LENGTH + body.length;
    const block = readBody(type, body);
    if (block !== null) yield block;
  }
}

interface Frame {
  readonly type: number;
  readonly body: Uint8Array;
}

function frameAt(stream: Uint8Array, at: number): Frame {
  const bodyAt = at + FRAME_HEADER_LENGTH;
  if (bodyAt > stream.length) throw new SnappyError("corrupt", "frame header is cut short");
  const header = new DataView(stream.buffer, stream.byteOffset + at, FRAME_HEADER_LENGTH).getUint32(0, true);
  const length = header >>> 8;
  if (length > MAX_FRAME_LENGTH) throw new SnappyError("unsupported", "frame is too long");
  if (bodyAt + length > stream.length) throw new SnappyError("corrupt", "frame is cut short");
  return {type: header & 0xff, body: stream.subarray(bodyAt, bodyAt + length)};
}

function readBody(type: number, body: Uint8Array): Uint8Array | null {
  switch (type) {
    case frameType.compressed:
      return checked(body, decompressBlock);
    case frameType.raw:
      return checked(body, rawBlock);
    case frameType.streamIdentifier:
      if (!equal(body, STREAM_IDENTIFIER)) throw new SnappyError("corrupt", "wrong stream identifier");
      return null;
    default:
      if (type < frameType.firstSkippable) throw new SnappyError("unsupported", `frame type ${type}`);
      return null;
  }
}

function checked(body: Uint8Array, read: (data: Uint8Array) => Uint8Array): Uint8Array {
  if (body.length < CHECKSUM_LENGTH) throw new SnappyError("corrupt", "no checksum");
  const checksum = new DataView(body.buffer, body.byteOffset).getUint32(0, true);
  const block = read(body.subarray(CHECKSUM_LENGTH));
  if (maskedCrc32c(block) !== checksum) throw new SnappyError("corrupt", "checksum does not match");
  return block;
}

function rawBlock(data: Uint8Array): Uint8Array {
  if (data.length > MAX_BLOCK_LENGTH) throw new SnappyError("corrupt", "raw block is too long");
  return data;
}
