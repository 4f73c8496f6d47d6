import {type FieldLike, mapped, nullable, omitEmpty, type Schema} from "@oasis-node/primitives/cbor";

/**
 * How absent values go on the wire. Both sides read either form; they write their own (runtime-workers §0.1): the host
 * leaves out what is empty, runtimes made with the Rust library write every field that is not an `Option`, and cannot
 * read null where a list or bytes belong.
 */
export interface Form {
  /** A field which only the host leaves out when empty. */
  hostOmits<T>(schema: Schema<T>): FieldLike<T>;
  /** A field that the host leaves out when empty, and runtimes only when it is null. */
  option<T>(schema: Schema<T | null>): FieldLike<T | null>;
  /** A field which the host always writes, and runtimes leave out when it is null. */
  runtimeOption<T>(schema: Schema<T | null>): FieldLike<T | null>;
  /** A list or bytes that the host writes as it is, and runtimes never as null. */
  filled<T>(schema: Schema<T | null>, empty: () => T): Schema<T | null>;
}

export const hostForm: Form = {
  hostOmits: (schema) => omitEmpty(schema),
  option: (schema) => omitEmpty(schema),
  runtimeOption: (schema) => schema,
  filled: (schema) => schema,
};

export const runtimeForm: Form = {
  hostOmits: (schema) => schema,
  // What a pointer points to is never empty.
  option: (schema) => omitEmpty(nullable(schema)),
  runtimeOption: (schema) => omitEmpty(nullable(schema)),
  filled: (schema, empty) =>
    mapped(schema, {name: schema.name, to: (value) => value, from: (value) => value ?? empty()}),
};

export const noBytes = (): Uint8Array => new Uint8Array();
export const noItems = (): never[] => [];
