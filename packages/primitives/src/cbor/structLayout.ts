import {compare} from "../bytes/index.ts";
import {type Field, snakeCase} from "./field.ts";
import type {Schema} from "./schema.ts";
import {Writer} from "./writer.ts";

/** A field as it stands on the wire, after flattening. */
export interface WireField {
  /** Position in declaration order. */
  readonly index: number;
  /** Text of the key in CBOR. */
  readonly wire: string;
  /** The key encoded. */
  readonly key: Uint8Array;
  /** Key in JSON, or false when the field is not in it. */
  readonly json: string | false;
  readonly schema: Schema<unknown>;
  readonly omitEmpty: boolean;
  /** Value of the field in a value of the whole struct. */
  readonly get: (value: unknown) => unknown;
}

/** A field with the property it fills. */
export interface DeclaredField extends Field<unknown> {
  readonly property: string;
}

/** A property of the value: one wire field, or an embedded struct with its own. */
interface Part {
  readonly property: string;
  readonly schema: Schema<unknown>;
  readonly embedded: StructLayout | undefined;
}

/**
 * Where the fields of a struct go: in declaration order (JSON, arrays) and in canonical order (maps). Embedded structs
 * are flattened; two fields of one name would need Go's visibility rules, which no type of the protocol does, and are a
 * mistake in the declaration.
 */
export class StructLayout {
  readonly declared: readonly WireField[];
  readonly canonical: readonly WireField[];
  readonly #parts: readonly Part[];
  readonly #byWire: ReadonlyMap<string, WireField>;
  readonly #byJson: ReadonlyMap<string, WireField>;

  constructor(name: string, fields: readonly DeclaredField[]) {
    this.#parts = fields.map(({property, schema, embedded}) => ({
      property,
      schema,
      embedded: embedded ? layoutOf(name, schema) : undefined,
    }));
    const declared: WireField[] = [];
    fields.forEach((field, i) => {
      const inner = this.#parts[i]?.embedded;
      const wireFields =
        inner === undefined ? [wireField(field)] : inner.declared.map((f) => lifted(field, f));
      for (const wire of wireFields) declared.push({...wire, index: declared.length});
    });
    this.declared = declared;
    this.canonical = declared.toSorted((a, b) => a.key.length - b.key.length || compare(a.key, b.key));
    this.#byWire = unique(name, declared, (field) => field.wire);
    this.#byJson = unique(
      name,
      declared.filter((field) => field.json !== false),
      (field) => String(field.json),
    );
  }

  /**
   * The field a key fills: of exactly this name, else the first of this name without regard to the case of ASCII letters;
   * fields already found are out (primitives-mkvs §1.2).
   */
  match(key: string, isFound: (field: WireField) => boolean): WireField | undefined {
    const exact = this.#byWire.get(key);
    if (exact !== undefined && !isFound(exact)) return exact;
    const folded = foldCase(key);
    return this.declared.find((field) => !isFound(field) && foldCase(field.wire) === folded);
  }

  /** The field of exactly this key. */
  byKey(key: string): WireField | undefined {
    return this.#byWire.get(key);
  }

  /** The field a JSON key fills: exactly, else without regard to case. */
  byJsonKey(key: string): WireField | undefined {
    const folded = foldCase(key);
    return (
      this.#byJson.get(key) ?? this.declared.find(({json}) => json !== false && foldCase(json) === folded)
    );
  }

  /** The struct's value with these fields, by index from `offset` on; zero where undefined. */
  build(values: readonly unknown[], offset = 0): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    let at = offset;
    for (const {property, schema, embedded} of this.#parts) {
      if (embedded === undefined) {
        const item = values[at++];
        value[property] = item === undefined ? schema.zero() : item;
      } else {
        value[property] = embedded.build(values, at);
        at += embedded.declared.length;
      }
    }
    return value;
  }
}

function wireField({property, schema, wire, json, omitEmpty}: DeclaredField): WireField {
  const name = wire ?? snakeCase(property);
  const writer = new Writer();
  writer.textString(name);
  const key = writer.finish();
  return {
    index: 0,
    wire: name,
    key,
    json: json ?? name,
    schema,
    omitEmpty,
    get: (value) => propertyOf(value, property),
  };
}

/** A field of an embedded struct, seen from the parent. */
function lifted({property}: DeclaredField, inner: WireField): WireField {
  return {...inner, get: (value) => inner.get(propertyOf(value, property))};
}

function propertyOf(value: unknown, property: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[property];
}

function layoutOf(name: string, schema: Schema<unknown>): StructLayout {
  if ("layout" in schema && schema.layout instanceof StructLayout) return schema.layout;
  throw new TypeError(`${name}: ${schema.name} is no struct and cannot be embedded`);
}

function unique(
  name: string,
  fields: readonly WireField[],
  keyOf: (field: WireField) => string,
): Map<string, WireField> {
  const byKey = new Map(fields.map((field) => [keyOf(field), field]));
  if (byKey.size !== fields.length) throw new TypeError(`${name}: two fields with one key`);
  return byKey;
}

/** ASCII only: longer letters that fold to ASCII ones change the length, which the reference compares too. */
function foldCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
