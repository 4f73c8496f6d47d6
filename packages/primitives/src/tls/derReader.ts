import {TlsError} from "./tlsError.ts";

const maxLengthBytes = 3;

/**
 * Reads DER elements one after the other. Strict: lengths are definite, shortest and within what is there; nothing is
 * copied and nothing recurses. Every refusal is a `TlsError` `malformed`.
 */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Tag of the next element, or -1 at the end. */
  get nextTag(): number {
    return this.#bytes[this.#at] ?? -1;
  }

  /** Content of the next element, which must have this tag. */
  read(tag: number): Uint8Array {
    const start = this.#at;
    if (this.nextTag !== tag)
      throw new TlsError("malformed", {at: start, expectedTag: tag, foundTag: this.nextTag});
    this.#at++;
    const length = this.#readLength();
    const from = this.#at;
    if (length > this.#bytes.length - from) throw new TlsError("malformed", {at: start, length});
    this.#at = from + length;
    return this.#bytes.subarray(from, this.#at);
  }

  /** The next element's content to be read in turn. */
  enter(tag: number): DerReader {
    return new DerReader(this.read(tag));
  }

  /** The next element whole, with tag and length. */
  readWhole(tag: number): Uint8Array {
    const start = this.#at;
    this.read(tag);
    return this.#bytes.subarray(start, this.#at);
  }

  /** The next element when it has this tag, else `null` and nothing is read. */
  readOptional(tag: number): Uint8Array | null {
    return this.nextTag === tag ? this.read(tag) : null;
  }

  /** Refuses anything left over. */
  end(): void {
    if (!this.isAtEnd) throw new TlsError("malformed", {at: this.#at, left: this.#bytes.length - this.#at});
  }

  #readLength(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > maxLengthBytes)
      throw new TlsError("malformed", {at: this.#at, lengthBytes: count});
    let length = 0;
    for (let i = 0; i < count; i++) length = length * 0x100 + this.#byte();
    if (length < 0x80 || length < 0x100 ** (count - 1))
      throw new TlsError("malformed", {at: this.#at, length});
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new TlsError("malformed", {at: this.#at});
    this.#at++;
    return byte;
  }
}
