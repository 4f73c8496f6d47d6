import {RpcError} from "../status/index.ts";

/** Flag and length before each message. */
export const headSize = 5;

/** Largest message of either direction, 100 MiB (cli-config-grpc §5.1). */
export const maxMessageSize = 100 * 1024 * 1024;

/**
 * Takes messages out of a byte stream (cli-config-grpc §5.1). Holds no more than twice what was sent to it, whatever length
 * a message claims to have.
 */
export class MessageReader {
  readonly #maxSize: number;
  #buffer: Uint8Array = empty;
  #isOwn = false;
  /** Unread bytes are those in [start, end). */
  #start = 0;
  #end = 0;

  /** @param maxSize - bytes of the largest message to take */
  constructor(maxSize: number = maxMessageSize) {
    this.#maxSize = maxSize;
  }

  push(chunk: Uint8Array): void {
    if (this.#start === this.#end) {
      this.#buffer = chunk;
      this.#isOwn = false;
      this.#start = 0;
      this.#end = chunk.length;
      return;
    }
    this.#reserve(chunk.length);
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The next whole message; null until it is there. It may share memory with what was pushed. Throws `RpcError` `Internal`
   * for a bad flag, `ResourceExhausted` for one that would be too large, before it is there.
   */
  next(): Uint8Array | null {
    const start = this.#start;
    if (this.#end - start < headSize) return null;
    const size = this.#checkedSize(start);
    const end = start + headSize + size;
    if (end > this.#end) return null;
    this.#start = end;
    return this.#buffer.subarray(start + headSize, end);
  }

  /** Whether there is a part of a message that is not whole. */
  get hasRest(): boolean {
    return this.#start < this.#end;
  }

  #checkedSize(start: number): number {
    const head = this.#buffer;
    const flag = head[start];
    if (flag === 1)
      throw new RpcError("Internal", "grpc: compressed flag set with identity or empty encoding");
    if (flag !== 0) throw new RpcError("Internal", `grpc: received unexpected payload format ${flag}`);
    let size = 0;
    for (let i = 1; i < headSize; i++) size = size * 0x100 + (head[start + i] ?? 0);
    if (size > this.#maxSize) {
      const text = `grpc: received message larger than max (${size} vs. ${this.#maxSize})`;
      throw new RpcError("ResourceExhausted", text, {details: {size, max: this.#maxSize}});
    }
    return size;
  }

  /** Makes room behind the unread bytes, in a buffer of our own: chunks belong to whoever pushed them. */
  #reserve(more: number): void {
    const unread = this.#end - this.#start;
    if (this.#isOwn && this.#end + more <= this.#buffer.length) return;
    const grown = new Uint8Array((unread + more) * 2);
    grown.set(this.#buffer.subarray(this.#start, this.#end));
    this.#buffer = grown;
    this.#isOwn = true;
    this.#start = 0;
    this.#end = unread;
  }
}

const empty = new Uint8Array();
