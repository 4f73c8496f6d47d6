import {BlockCompressor} from "./blockCompressor.ts";
import {maskedCrc32c} from "./crc32c.ts";
import {
  CHECKSUM_LENGTH,
  FRAME_HEADER_LENGTH,
  frameType,
  MAX_BLOCK_LENGTH,
  MAX_COMPRESSED_BLOCK_LENGTH,
  STREAM_IDENTIFIER,
} from "./format.ts";

/**
 * Writes a framed stream. Where one frame ends and the next begins depends on the sizes of the single writes, as in the
 * reference library's buffered writer (primitives-mkvs §4.12).
 */
export class FrameEncoder {
  readonly #sink: (bytes: Uint8Array) => void;
  readonly #compressor = new BlockCompressor();
  readonly #buffer = new Uint8Array(MAX_BLOCK_LENGTH);
  readonly #compressed = new Uint8Array(MAX_COMPRESSED_BLOCK_LENGTH);
  #buffered = 0;
  #begun = false;

  /** `sink` receives the stream piece by piece; each piece is its own to keep. */
  constructor(sink: (bytes: Uint8Array) => void) {
    this.#sink = sink;
  }

  write(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > MAX_BLOCK_LENGTH - this.#buffered) {
      // A write larger than a whole buffer goes out at once when nothing waits, with its short last block.
      if (this.#buffered === 0) {
        this.#writeBlocks(rest);
        return;
      }
      const fitting = MAX_BLOCK_LENGTH - this.#buffered;
      this.#buffer.set(rest.subarray(0, fitting), this.#buffered);
      this.#buffered = MAX_BLOCK_LENGTH;
      this.#flush();
      rest = rest.subarray(fitting);
    }
    this.#buffer.set(rest, this.#buffered);
    this.#buffered += rest.length;
  }

  /** Writes what is still buffered. Nothing ever written gives an empty stream, without identifier. */
  finish(): void {
    this.#flush();
  }

  #flush(): void {
    this.#writeBlocks(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }

  #writeBlocks(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += MAX_BLOCK_LENGTH)
      this.#writeFrame(bytes.subarray(at, at + MAX_BLOCK_LENGTH));
  }

  #writeFrame(block: Uint8Array): void {
    if (!this.#begun) this.#sink(frame(frameType.streamIdentifier, STREAM_IDENTIFIER));
    this.#begun = true;
    const length = this.#compressor.compress(block, this.#compressed, 0);
    // Less than an eighth saved is not worth it.
    const worthwhile = length < block.length - Math.floor(block.length / 8);
    const body = worthwhile ? this.#compressed.subarray(0, length) : block;
    this.#sink(frame(worthwhile ? frameType.compressed : frameType.raw, body, maskedCrc32c(block)));
  }
}

function frame(type: number, body: Readonly<Uint8Array>, checksum?: number): Uint8Array {
  const head = FRAME_HEADER_LENGTH + (checksum === undefined ? 0 : CHECKSUM_LENGTH);
  const bytes = new Uint8Array(head + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (bytes.length - FRAME_HEADER_LENGTH) * 0x100 + type, true);
  if (checksum !== undefined) view.setUint32(FRAME_HEADER_LENGTH, checksum, true);
  bytes.set(body, head);
  return bytes;
}
