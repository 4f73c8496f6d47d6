import {concat} from "@oasis-node/primitives/bytes";
import {bytes, CborError, decode, encode, rawMessage} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {decodeFrames, FrameEncoder} from "../snappy/index.ts";

/** One entry of a proof. */
export type ProofEntry = Uint8Array | null;

/** A chunk expands to more than the reader allows. */
export class ChunkTooLongError extends TypedError<"chunkTooLong"> {
  constructor(maxLength: number) {
    super("chunkTooLong", `checkpoint: chunk expands to more than ${maxLength} bytes`, {
      details: {maxLength},
    });
  }
}

/** Compressed chunk: the CBOR of the entries one after another, each written by itself (primitives-mkvs §4.12). */
export function encodeChunk(entries: Iterable<ProofEntry>): Uint8Array {
  const encoder = new ChunkEncoder();
  for (const entry of entries) encoder.write(entry);
  return encoder.finish();
}

/** Makes a compressed chunk of entries that come one at a time. */
export class ChunkEncoder {
  readonly #pieces: Uint8Array[] = [];
  readonly #encoder = new FrameEncoder((piece) => this.#pieces.push(piece));

  write(entry: ProofEntry): void {
    this.#encoder.write(encode(bytes, entry));
  }

  /** The chunk. */
  finish(): Uint8Array {
    this.#encoder.finish();
    return concat(...this.#pieces);
  }
}

/** Entries of a compressed chunk. Throws `SnappyError`, `CborError` or `ChunkTooLongError`. */
export function decodeChunk(compressed: Uint8Array, maxInflatedLength: number): ProofEntry[] {
  const entries: ProofEntry[] = [];
  const items = new ItemBuffer();
  let inflated = 0;
  for (const block of decodeFrames(compressed)) {
    inflated += block.length;
    if (inflated > maxInflatedLength) throw new ChunkTooLongError(maxInflatedLength);
    items.append(block);
    for (const item of items.complete(false)) entries.push(decode(bytes, item));
  }
  // Kept oddity: the reference takes the end of the stream within an item for the end of the chunk.
  for (const item of items.complete(true)) entries.push(decode(bytes, item));
  return entries;
}

/** Cuts a sequence of CBOR items, arriving in arbitrary parts, into the items. */
class ItemBuffer {
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** No use in looking again before there is this much. */
  #wanted = 0;

  append(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#length));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(part, this.#length);
    this.#length = length;
  }

  /**
   * The complete items so far, as views good until the next `append`. Before the end, an item that is cut short is
   * walked again only once its length has doubled, lest long items cost quadratic time.
   */
  *complete(atEnd: boolean): Generator<Uint8Array, void, undefined> {
    if (this.#length < this.#wanted && !atEnd) return;
    let at = 0;
    for (let item = this.#itemAt(at); item !== null; item = this.#itemAt(at)) {
      at += item.length;
      yield item;
    }
    this.#bytes.copyWithin(0, at, this.#length);
    this.#length -= at;
    this.#wanted = 2 * this.#length;
  }

  #itemAt(at: number): Uint8Array | null {
    if (at === this.#length) return null;
    try {
      return decode(rawMessage, this.#bytes.subarray(at, this.#length));
    } catch (error) {
      if (error instanceof CborError && error.code === "truncated") return null;
      throw error;
    }
  }
}
