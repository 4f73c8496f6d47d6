import {_BLAKE2b} from "@noble/hashes/blake2.js";
import {concat} from "../bytes/index.ts";

/** Words of BLAKE2b's parameter block beyond what keyed hashing sets, exclusive-or'ed into the start state. */
interface ExtraParameters {
  /** Digest length, key length, fanout, depth. */
  readonly head: number;
  readonly leafLength: number;
  readonly nodeOffset: number;
  readonly xofLength: number;
  /** Node depth, inner length. */
  readonly inner: number;
}

class ParameterisedBlake2b extends _BLAKE2b {
  constructor(extra: ExtraParameters, key?: Uint8Array) {
    super(key === undefined ? {} : {key});
    // A key waits in the buffer as the first block, so the start state is still untouched here.
    const [v0l, v0h, v1l, v1h, v2l, ...rest] = this.get();
    this.set(
      v0l ^ extra.head,
      v0h ^ extra.leafLength,
      v1l ^ extra.nodeOffset,
      v1h ^ extra.xofLength,
      v2l ^ extra.inner,
      ...rest,
    );
  }
}

const digestSize = 64;
const unknownLength = 0xffff_ffff;
/** Fanout 1 and depth 1 are set for plain hashing; output blocks have zeros there. */
const noFanoutNorDepth = 0x0101_0000;

/**
 * BLAKE2Xb of unknown output length, as an endless stream (primitives-mkvs §3.5). The reference's suite draws points and
 * challenges from it. PERF: one compression per 64 bytes.
 */
export class Blake2Xb {
  readonly #root: Uint8Array;
  #block: Uint8Array = new Uint8Array(0);
  #blocks = 0;

  /** @param seed - Used as key; what goes beyond 64 bytes is hashed. At least one byte. */
  constructor(seed: Uint8Array) {
    const extra = {head: 0, leafLength: 0, nodeOffset: 0, xofLength: unknownLength, inner: 0};
    this.#root = new ParameterisedBlake2b(extra, seed.subarray(0, digestSize))
      .update(seed.subarray(digestSize))
      .digest();
  }

  /** The next bytes. Unlike with the DRBG it does not matter how they are asked for. */
  read(length: number): Uint8Array {
    while (this.#block.length < length) this.#block = concat(this.#block, this.#nextBlock());
    const bytes = this.#block.slice(0, length);
    this.#block = this.#block.subarray(length);
    return bytes;
  }

  #nextBlock(): Uint8Array {
    const extra = {
      head: noFanoutNorDepth,
      leafLength: digestSize,
      nodeOffset: this.#blocks++,
      xofLength: unknownLength,
      inner: digestSize << 8,
    };
    return new ParameterisedBlake2b(extra).update(this.#root).digest();
  }
}
