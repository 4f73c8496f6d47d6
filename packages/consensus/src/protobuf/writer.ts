import {concat} from "@oasis-node/primitives/bytes";
import type {WireType} from "./wireType.ts";

/** Writes the wire format of Protocol Buffers. */
export class ProtoWriter {
  readonly #parts: Uint8Array[] = [];

  tag(number: number, wireType: WireType): void {
    this.varint(BigInt(number * 8 + wireType));
  }

  /** A number of 64 bits; negative ones take ten bytes. */
  varint(value: bigint): void {
    this.#parts.push(varintBytes(value));
  }

  /** 64 bits, least significant byte first. */
  fixed64(value: bigint): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigInt64(0, value, true);
    this.#parts.push(bytes);
  }

  /** Length and bytes. */
  bytes(bytes: Uint8Array): void {
    this.varint(BigInt(bytes.length));
    this.#parts.push(bytes);
  }

  finish(): Uint8Array {
    return concat(...this.#parts);
  }
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
