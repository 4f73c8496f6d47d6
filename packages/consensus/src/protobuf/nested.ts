import {ProtoReader} from "./reader.ts";
import type {ProtoField, ProtoType} from "./types.ts";
import {wireTypes} from "./wireType.ts";
import {ProtoWriter} from "./writer.ts";

/** A message that is always there (gogoproto `nullable = false`): written even when it is empty. */
export function embedded<T>(number: number, type: ProtoType<T>): ProtoField<T> {
  return {
    number,
    wireType: wireTypes.bytes,
    zero: () => type.zero(),
    read: (reader, before) => type.merge(new ProtoReader(reader.bytes(), type.name), before),
    write: (writer, value) => writeNested(writer, number, type, value),
  };
}

/** A message that may be missing: `null`. */
export function optional<T>(number: number, type: ProtoType<T>): ProtoField<T | null> {
  return {
    number,
    wireType: wireTypes.bytes,
    zero: () => null,
    read: (reader, before) => type.merge(new ProtoReader(reader.bytes(), type.name), before ?? type.zero()),
    write: (writer, value) => {
      if (value !== null) writeNested(writer, number, type, value);
    },
  };
}

/** Bytes that are written even when there are none: for a choice. */
export function chosenBytes(number: number): ProtoField<Uint8Array> {
  return {
    number,
    wireType: wireTypes.bytes,
    zero: () => new Uint8Array(),
    read: (reader) => reader.bytes().slice(),
    write: (writer, value) => writeBytes(writer, number, value),
  };
}

/** Any number of messages. */
export function repeated<T>(number: number, type: ProtoType<T>): ProtoField<readonly T[]> {
  return list(number, {
    read: (reader) => type.merge(new ProtoReader(reader.bytes(), type.name), type.zero()),
    write: (writer, item) => writeNested(writer, number, type, item),
  });
}

/** Any number of byte strings; empty ones are written. */
export function repeatedBytes(number: number): ProtoField<readonly Uint8Array[]> {
  return list(number, {
    read: (reader) => reader.bytes().slice(),
    write: (writer, item) => writeBytes(writer, number, item),
  });
}

interface ItemRules<T> {
  read(reader: ProtoReader): T;
  write(writer: ProtoWriter, item: T): void;
}

function list<T>(number: number, {read, write}: ItemRules<T>): ProtoField<readonly T[]> {
  return {
    number,
    wireType: wireTypes.bytes,
    zero: () => [],
    read: (reader, before) => {
      // The array is this decoding's own, from zero(): copying it for each item would take quadratic time.
      (before as T[]).push(read(reader));
      return before;
    },
    write: (writer, items) => {
      for (const item of items) write(writer, item);
    },
  };
}

function writeNested<T>(writer: ProtoWriter, number: number, type: ProtoType<T>, value: T): void {
  const inner = new ProtoWriter();
  type.write(inner, value);
  writeBytes(writer, number, inner.finish());
}

function writeBytes(writer: ProtoWriter, number: number, value: Uint8Array): void {
  writer.tag(number, wireTypes.bytes);
  writer.bytes(value);
}
