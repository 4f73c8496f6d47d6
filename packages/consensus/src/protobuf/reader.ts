import {ProtobufError} from "./protobufError.ts";
import {wireTypes} from "./wireType.ts";

/** Field number and wire type. */
export interface Tag {
  readonly number: number;
  readonly wireType: number;
}

/**
 * Reads the wire format of Protocol Buffers as the reference's generated code does: numbers of up to ten bytes, whose
 * bits above the 64th are lost; never past the end of the bytes.
 */
export class ProtoReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #name: string;
  #offset = 0;

  /** `name`: of the message, for errors. */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#name = name;
  }

  get done(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  tag(): Tag {
    const wire = this.varint();
    const tag = {number: Number(BigInt.asIntN(32, wire >> 3n)), wireType: Number(wire & 7n)};
    if (tag.wireType === wireTypes.endGroup || tag.number <= 0) {
      throw this.#error("malformed", `tag ${tag.number} of wire type ${tag.wireType}`);
    }
    return tag;
  }

  /** An unsigned number of up to 64 bits. */
  varint(): bigint {
    let low = 0;
    // Most numbers are short; these need no bigint arithmetic.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 64n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw this.#error("malformed", "number of more than 64 bits");
  }

  /** 64 bits, least significant byte first, signed. */
  fixed64(): bigint {
    const start = this.#advance(8);
    return this.#view.getBigInt64(start, true);
  }

  /** A view of the bytes of a length-delimited field. */
  bytes(): Uint8Array {
    const length = this.varint();
    if (length > BigInt(this.#bytes.length - this.#offset)) throw this.#cutShort();
    const start = this.#advance(Number(length));
    return this.#bytes.subarray(start, this.#offset);
  }

  /** Passes over the value of an unknown field; groups, which no message here has, with all that is in them. */
  skip(wireType: number): void {
    let depth = this.#skipOne(wireType);
    while (depth > 0) depth += this.#skipOne(Number(this.varint() & 7n));
  }

  /** Passes over one value and tells by how many groups it went deeper. */
  #skipOne(wireType: number): number {
    switch (wireType) {
      case wireTypes.varint:
        this.varint();
        return 0;
      case wireTypes.fixed64:
        this.#advance(8);
        return 0;
      case wireTypes.bytes:
        this.bytes();
        return 0;
      case wireTypes.startGroup:
        return 1;
      case wireTypes.endGroup:
        return -1;
      case wireTypes.fixed32:
        this.#advance(4);
        return 0;
      default:
        throw this.#error("malformed", `wire type ${wireType}`);
    }
  }

  /** Moves on by `count` bytes and returns where they begin. */
  #advance(count: number): number {
    const start = this.#offset;
    if (count > this.#bytes.length - start) throw this.#cutShort();
    this.#offset = start + count;
    return start;
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset];
    if (byte === undefined) throw this.#cutShort();
    this.#offset += 1;
    return byte;
  }

  #cutShort(): ProtobufError {
    return this.#error("truncated", "unexpected end");
  }

  #error(code: "truncated" | "malformed", reason: string): ProtobufError {
    return new ProtobufError(code, this.#name, reason);
  }
}
