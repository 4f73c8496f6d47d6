import {RecordError} from "../records.ts";

/** A field of a message: its number and how its value is read. */
export interface ProtoField<T> {
  readonly number: number;
  /** Value of a field that is not there. */
  absent(): T;
  /** Takes one occurrence; `before` is the value so far. */
  read(reader: ProtoReader, before: T): T;
}

export type ProtoFields = Readonly<Record<string, ProtoField<unknown>>>;

/** Value of a message with these fields. */
export type ProtoValue<F> = {
  readonly [K in keyof F]: F[K] extends ProtoField<infer T> ? T : never;
};

/** A message type: a table of fields. Unknown fields are passed over. */
export interface ProtoMessage<F extends ProtoFields> {
  readonly name: string;
  readonly fields: F;
}

export function message<const F extends ProtoFields>(name: string, fields: F): ProtoMessage<F> {
  return {name, fields};
}

/** Decodes a message. Throws `RecordError` for bytes that are none. */
export function decodeMessage<F extends ProtoFields>(
  type: ProtoMessage<F>,
  bytes: Uint8Array,
): ProtoValue<F> {
  const reader = new ProtoReader(bytes, type.name);
  const entries = Object.entries(type.fields);
  const values = new Map(entries.map(([name, field]) => [name, field.absent()]));
  while (!reader.done) {
    const tag = Number(reader.varint());
    const found = entries.find(([, {number}]) => number === tag >>> 3);
    if (found === undefined) {
      reader.skip(tag & 7);
      continue;
    }
    const [name, field] = found;
    values.set(name, field.read(reader, values.get(name)));
  }
  // Every field of F has been set above.
  return Object.fromEntries(values) as ProtoValue<F>;
}

/** Reads the wire format of Protocol Buffers. */
class ProtoReader {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  #offset = 0;

  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#name = name;
  }

  get done(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  /** An unsigned number of up to 64 bits. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#offset++];
      if (byte === undefined) throw new RecordError(this.#name, "a whole message", "one cut short");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RecordError(this.#name, "a number of 64 bits", "a longer one");
  }

  bytes(): Uint8Array {
    const length = Number(this.varint());
    const start = this.#offset;
    this.#offset += length;
    if (this.#offset > this.#bytes.length) {
      throw new RecordError(this.#name, "a whole message", "one cut short");
    }
    return this.#bytes.subarray(start, this.#offset);
  }

  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.#offset += 8;
    else if (wireType === 2) this.bytes();
    else if (wireType === 5) this.#offset += 4;
    else throw new RecordError(this.#name, "a known wire type", wireType);
  }
}

function scalar<T>(absent: T, read: (reader: ProtoReader) => T): (number: number) => ProtoField<T> {
  return (number) => ({number, absent: () => absent, read});
}

export const protoU64 = scalar(0n, (reader) => reader.varint());
export const protoI64 = scalar(0n, (reader) => BigInt.asIntN(64, reader.varint()));
export const protoU32 = scalar(0, (reader) => Number(reader.varint()));
export const protoBool = scalar(false, (reader) => reader.varint() !== 0n);
export const protoBytes = scalar<Uint8Array>(new Uint8Array(), (reader) => reader.bytes());
export const protoText = scalar("", (reader) => new TextDecoder().decode(reader.bytes()));

/** A message within a message; null when it is not there. */
export function protoMessage<F extends ProtoFields>(
  number: number,
  type: ProtoMessage<F>,
): ProtoField<ProtoValue<F> | null> {
  return {number, absent: () => null, read: (reader) => decodeMessage(type, reader.bytes())};
}

/** A repeated message. */
export function protoList<F extends ProtoFields>(
  number: number,
  type: ProtoMessage<F>,
): ProtoField<readonly ProtoValue<F>[]> {
  return {
    number,
    absent: () => [],
    read: (reader, before) => [...before, decodeMessage(type, reader.bytes())],
  };
}
