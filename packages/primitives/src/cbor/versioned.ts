import {TypedError} from "../errors/index.ts";
import type {JsonValue} from "../json/index.ts";
import {CborError} from "./cborError.ts";
import {decode} from "./codec.ts";
import {untrusted, versionProbe} from "./decodeMode.ts";
import {u16} from "./integers.ts";
import {nullable} from "./nullable.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import {struct} from "./struct.ts";
import type {Writer} from "./writer.ts";

/** Reserved, never the version of anything. */
const invalidVersion = 0xffff;

const probe = struct("cbor.Versioned", {v: nullable(u16)});

/**
 * Version of a versioned structure, its field `v`; unknown fields do not matter, duplicate ones do. Throws `CborError`,
 * `version` when there is none (primitives-mkvs §1.3).
 */
export function getVersion(bytes: Uint8Array): number {
  const {v} = decode(probe, bytes, versionProbe);
  if (v === null || v === invalidVersion) throw new CborError("version", "missing or invalid version");
  return v;
}

/** Go type with its own UnmarshalCBOR; everything else is as for `base`. */
class Custom<T> extends Schema<T> {
  readonly #base: Schema<T>;
  readonly #decode: (item: Uint8Array) => T;

  constructor(name: string, base: Schema<T>, decodeItem: (item: Uint8Array) => T) {
    super(name);
    this.#base = base;
    this.#decode = decodeItem;
  }

  zero(): T {
    return this.#base.zero();
  }

  write(writer: Writer, value: T): void {
    this.#base.write(writer, value);
  }

  read(reader: Reader): T {
    const item = reader.rawItem();
    try {
      return this.#decode(item);
    } catch (cause) {
      throw cause instanceof CborError || !(cause instanceof TypedError)
        ? cause
        : reader.fail("value", `malformed ${this.name}`, cause);
    }
  }

  isEmpty(value: T): boolean {
    return this.#base.isEmpty(value);
  }

  override isEmptyInJson(value: T): boolean {
    return this.#base.isEmptyInJson(value);
  }

  toJson(value: T): JsonValue {
    return this.#base.toJson(value);
  }

  fromJson(json: JsonValue): T {
    return this.#base.fromJson(json);
  }
}

/**
 * A type that decodes itself from the bytes of its item (Go's UnmarshalCBOR). The item may also be a null, unless it
 * stands where a `nullable` is wanted. Give `decodeItem` typed errors to throw; it decodes in its own mode.
 */
export function custom<T>(name: string, base: Schema<T>, decodeItem: (item: Uint8Array) => T): Schema<T> {
  return new Custom(name, base, decodeItem);
}

/** How one version of a structure is read: as the type itself, or as an older one to be converted. */
export type VersionReader<Old, T> =
  | Schema<T>
  | {
      readonly schema: Schema<Old>;
      /** Throws a typed error for what the newer type cannot say. */
      upgrade(old: Old): T;
    };

/**
 * A descriptor that is decoded by its version: field `v` is looked up first, then the schema of that version reads the
 * whole, always untrusted; other versions are refused (primitives-mkvs §1.3). `current` encodes.
 */
export function versioned<T, const Olds extends Readonly<Record<number, unknown>>>(
  name: string,
  current: Schema<T>,
  versions: {readonly [V in keyof Olds]: VersionReader<Olds[V], T>},
): Schema<T> {
  const readers = new Map<string, (item: Uint8Array) => T>();
  for (const [version, reader] of Object.entries(
    versions as Readonly<Record<string, VersionReader<unknown, T>>>,
  ))
    readers.set(version, (item) => readVersion(reader, item));
  return custom(name, current, (item) => {
    const version = getVersion(item);
    const read = readers.get(String(version));
    if (read === undefined) throw new CborError("version", `invalid ${name} version: ${version}`, {version});
    return read(item);
  });
}

function readVersion<Old, T>(reader: VersionReader<Old, T>, item: Uint8Array): T {
  if (reader instanceof Schema) return decode(reader, item, untrusted);
  return reader.upgrade(decode(reader.schema, item, untrusted));
}
