import {CborError} from "./cborError.ts";
import {decodeFirst, encode} from "./codec.ts";
import type {Schema} from "./schema.ts";

/** Largest message in a frame in bytes, 16 MiB (primitives-mkvs §1.4). */
export const maxFrameSize = 16 * 1024 * 1024;

const headerSize = 4;

/** `u32be length || CBOR` of a value. Throws `CborError` `limit` when it is too large. */
export function encodeFrame<T>(schema: Schema<T>, value: T): Uint8Array {
  const message = encode(schema, value);
  checkSize(message.length);
  const frame = new Uint8Array(headerSize + message.length);
  new DataView(frame.buffer).setUint32(0, message.length);
  frame.set(message, headerSize);
  return frame;
}

/**
 * Takes a stream of frames apart, in chunks of any size. Holds at most one message, and no more memory than about twice
 * what has come of it. Bytes behind the item of a frame make it malformed; the reference misses short ones because its
 * reader has buffered them already. The stream is dead after an error: `push` throws it again.
 */
export class FrameDecoder<T> {
  readonly #schema: Schema<T>;
  #buffer = new Uint8Array(64);
  #filled = 0;
  #failure: CborError | undefined;

  constructor(schema: Schema<T>) {
    this.#schema = schema;
  }

  /** Takes the next bytes and hands out, in order, every value that is complete by them. Throws `CborError`. */
  push(chunk: Uint8Array, deliver: (value: T) => void): void {
    let rest = chunk;
    while (rest.length > 0) {
      this.#throwFailure();
      rest = rest.subarray(this.#take(rest));
      const message = this.#complete();
      if (message !== undefined) deliver(message.value);
    }
  }

  /** Says that the stream has ended. Throws `CborError` `truncated` inside a frame. */
  end(): void {
    this.#throwFailure();
    if (this.#filled > 0) throw this.#fail(new CborError("truncated", "stream ends inside a frame"));
  }

  /** Bytes of an incomplete frame held at the moment. */
  get buffered(): number {
    return this.#filled;
  }

  /** Copies what still belongs to the current frame, or to its header; returns how much that was. */
  #take(bytes: Uint8Array): number {
    const count = Math.min(bytes.length, this.#wanted() - this.#filled);
    this.#reserve(this.#filled + count);
    this.#buffer.set(bytes.subarray(0, count), this.#filled);
    this.#filled += count;
    return count;
  }

  /** Size of the frame with its header as far as known: without a complete header, the header's. */
  #wanted(): number {
    if (this.#filled < headerSize) return headerSize;
    const {buffer, byteOffset} = this.#buffer;
    return headerSize + new DataView(buffer, byteOffset, headerSize).getUint32(0);
  }

  #complete(): {readonly value: T} | undefined {
    if (this.#filled < headerSize) return undefined;
    const wanted = this.#wanted();
    try {
      checkSize(wanted - headerSize);
      if (this.#filled < wanted) return undefined;
      const message = this.#buffer.subarray(headerSize, wanted);
      const {value, end} = decodeFirst(this.#schema, message);
      if (end !== message.length)
        throw new CborError("malformed", "bytes behind the item of a frame", {offset: end});
      this.#clear();
      return {value};
    } catch (error) {
      throw error instanceof CborError ? this.#fail(error) : error;
    }
  }

  #reserve(size: number): void {
    if (size <= this.#buffer.length) return;
    const grown = new Uint8Array(
      Math.min(Math.max(size, this.#buffer.length * 2), headerSize + maxFrameSize),
    );
    grown.set(this.#buffer.subarray(0, this.#filled));
    this.#buffer = grown;
  }

  #clear(): void {
    this.#filled = 0;
    if (this.#buffer.length > 1 << 16) this.#buffer = new Uint8Array(64);
  }

  #fail(error: CborError): CborError {
    this.#failure = error;
    this.#buffer = new Uint8Array();
    this.#filled = 0;
    return error;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

function checkSize(size: number): void {
  if (size > maxFrameSize) throw new CborError("limit", "message too large", {size});
}
