import {type Hash, hashOf, hashSize} from "@oasis-node/primitives/hash";
import {bytesForBits} from "./bits.ts";
import {type InternalNode, type LeafNode, type MkvsNode, pointerHash} from "./node.ts";
import {nodePrefix} from "./nodePrefix.ts";

/** Bytes of a message up to which its view is kept; longer ones are rare. */
const maxKeptView = 512;

/**
 * Computes node hashes (primitives-mkvs §4.2).
 * PERF: one native hash call per node, over a buffer which is used again for the next node. Most messages have one of few
 * lengths, so the views of the buffer are kept: making them anew would cost a fifth of the time.
 */
export class NodeHasher {
  #buffer = new Uint8Array(maxKeptView);
  readonly #views: Uint8Array[] = [];

  hash(node: MkvsNode): Hash {
    return node.kind === "leaf" ? this.leaf(node) : this.internal(node);
  }

  leaf({key, value}: Pick<LeafNode, "key" | "value">): Hash {
    const length = 1 + 4 + key.length + 4 + value.length;
    const buffer = this.#room(length);
    buffer[0] = nodePrefix.leaf;
    putU32(buffer, 1, key.length);
    buffer.set(key, 5);
    putU32(buffer, 5 + key.length, value.length);
    buffer.set(value, 9 + key.length);
    return hashOf(this.#message(length));
  }

  /** Needs the hashes of the children. */
  internal(node: Pick<InternalNode, "label" | "labelBitLength" | "leaf" | "left" | "right">): Hash {
    const labelLength = bytesForBits(node.labelBitLength);
    const length = 3 + labelLength + 3 * hashSize;
    const buffer = this.#room(length);
    buffer[0] = nodePrefix.internal;
    buffer[1] = node.labelBitLength & 0xff;
    buffer[2] = node.labelBitLength >>> 8;
    buffer.set(node.label, 3);
    buffer.set(pointerHash(node.leaf), 3 + labelLength);
    buffer.set(pointerHash(node.left), 3 + labelLength + hashSize);
    buffer.set(pointerHash(node.right), 3 + labelLength + 2 * hashSize);
    return hashOf(this.#message(length));
  }

  /** A buffer for a message of that length. */
  #room(length: number): Uint8Array {
    if (this.#buffer.length < length) {
      this.#buffer = new Uint8Array(length * 2);
      this.#views.length = 0;
    }
    return this.#buffer;
  }

  /** The first `length` bytes of the buffer. */
  #message(length: number): Uint8Array {
    const kept = this.#views[length];
    if (kept !== undefined) return kept;
    const view = this.#buffer.subarray(0, length);
    if (length <= maxKeptView) this.#views[length] = view;
    return view;
  }
}

/** Unlike in the serialised form, lengths in the hash are all 32 bits, little endian. */
function putU32(buffer: Uint8Array, at: number, value: number): void {
  buffer[at] = value & 0xff;
  buffer[at + 1] = (value >>> 8) & 0xff;
  buffer[at + 2] = (value >>> 16) & 0xff;
  buffer[at + 3] = value >>> 24;
}
