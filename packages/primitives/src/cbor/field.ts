import {Schema} from "./schema.ts";

/** How a field of a struct goes on the wire. */
export interface Field<T> {
  readonly schema: Schema<T>;
  /** Key in CBOR and, unless `json` says otherwise, in JSON; the property in snake case when undefined. */
  readonly wire: string | undefined;
  /** Key in JSON; false leaves the field out of it. */
  readonly json: string | false | undefined;
  readonly omitEmpty: boolean;
  /** Whether the fields of this struct stand among those of its parent. */
  readonly embedded: boolean;
}

/** What a struct takes as a field. */
export type FieldLike<T> = Schema<T> | Field<T>;

/** Type of the property a field makes. */
export type FieldValue<F> = F extends Schema<infer T> ? T : F extends Field<infer T> ? T : never;

/** A field whose key is not its property in snake case, or whose JSON key is another (`false`: not in JSON). */
export function field<T>(
  wire: string,
  like: FieldLike<T>,
  options: {readonly json?: string | false} = {},
): Field<T> {
  const base = asField(like);
  return {...base, wire, json: options.json ?? base.json};
}

/** A field left out when empty: `omitempty`, in the sense of primitives-mkvs §1.1 for CBOR and of Go's for JSON. */
export function omitEmpty<T>(like: FieldLike<T>): Field<T> {
  return {...asField(like), omitEmpty: true};
}

/** A Go struct embedded without a tag: nested in the value, flattened on the wire. */
export function embed<T>(schema: Schema<T>): Field<T> {
  return {...asField(schema), embedded: true};
}

export function asField<T>(like: FieldLike<T>): Field<T> {
  if (!(like instanceof Schema)) return like;
  return {schema: like, wire: undefined, json: undefined, omitEmpty: false, embedded: false};
}

/** `allowEntitySignedNodes` → `allow_entity_signed_nodes`. */
export function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
