import {utf8} from "@oasis-node/primitives/bytes";
import {ProtobufError} from "./protobufError.ts";
import type {ProtoReader} from "./reader.ts";
import type {ProtoField} from "./types.ts";
import {type WireType, wireTypes} from "./wireType.ts";
import type {ProtoWriter} from "./writer.ts";

interface ScalarRules<T> {
  readonly wireType: WireType;
  zero(): T;
  isZero(value: T): boolean;
  read(reader: ProtoReader, message: string): T;
  write(writer: ProtoWriter, value: T): void;
}

/** Scalars are left out when they are zero; of several occurrences the last counts. */
function scalar<T>(rules: ScalarRules<T>): (number: number) => ProtoField<T> {
  const {wireType, zero, isZero} = rules;
  return (number) => ({
    number,
    wireType,
    zero,
    read: (reader, _before, message) => rules.read(reader, message),
    write: (writer, value) => {
      if (isZero(value)) return;
      writer.tag(number, wireType);
      rules.write(writer, value);
    },
  });
}

function bigVarint(narrow: (value: bigint) => bigint): (number: number) => ProtoField<bigint> {
  return scalar({
    wireType: wireTypes.varint,
    zero: () => 0n,
    isZero: (value) => value === 0n,
    read: (reader) => narrow(reader.varint()),
    write: (writer, value) => writer.varint(value),
  });
}

/** Higher bits than the type has are lost, as in the reference. */
function smallVarint(narrow: (value: bigint) => bigint): (number: number) => ProtoField<number> {
  return scalar({
    wireType: wireTypes.varint,
    zero: () => 0,
    isZero: (value) => value === 0,
    read: (reader) => Number(narrow(reader.varint())),
    write: (writer, value) => writer.varint(BigInt(value)),
  });
}

/** 64 bits unsigned. */
export const uint64 = bigVarint((value) => value);

/** 64 bits signed; negative numbers take ten bytes. */
export const int64 = bigVarint((value) => BigInt.asIntN(64, value));

/** 32 bits unsigned. */
export const uint32 = smallVarint((value) => BigInt.asUintN(32, value));

/** 32 bits signed, also of enumerations; negative numbers take ten bytes. */
export const int32 = smallVarint((value) => BigInt.asIntN(32, value));

export const boolean = scalar<boolean>({
  wireType: wireTypes.varint,
  zero: () => false,
  isZero: (value) => !value,
  read: (reader) => reader.varint() !== 0n,
  write: (writer) => writer.varint(1n),
});

/** 64 bits signed, always in eight bytes. */
export const sfixed64 = scalar<bigint>({
  wireType: wireTypes.fixed64,
  zero: () => 0n,
  isZero: (value) => value === 0n,
  read: (reader) => reader.fixed64(),
  write: (writer, value) => writer.fixed64(value),
});

/** Bytes, copied from the input. */
export const bytes = scalar<Uint8Array>({
  wireType: wireTypes.bytes,
  zero: () => new Uint8Array(),
  isZero: (value) => value.length === 0,
  read: (reader) => reader.bytes().slice(),
  write: (writer, value) => writer.bytes(value),
});

/**
 * Text. Unlike the reference this refuses bytes that are not UTF-8: text here is a chain ID, which is compared with
 * our own, or diagnostic.
 */
export const text = scalar<string>({
  wireType: wireTypes.bytes,
  zero: () => "",
  isZero: (value) => value === "",
  read: (reader, message) => decodeText(reader.bytes(), message),
  write: (writer, value) => writer.bytes(utf8(value)),
});

function decodeText(encoded: Uint8Array, message: string): string {
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(encoded);
  } catch {
    throw new ProtobufError("outOfRange", message, "text is not UTF-8");
  }
}
