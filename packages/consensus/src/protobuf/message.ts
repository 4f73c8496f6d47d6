import {ProtobufError} from "./protobufError.ts";
import type {ProtoReader, Tag} from "./reader.ts";
import type {ProtoField, ProtoType} from "./types.ts";

export type ProtoFields = Readonly<Record<string, ProtoField<unknown>>>;

/** Value of a message with these fields. */
export type MessageValue<F> = {
  readonly [K in keyof F]: F[K] extends ProtoField<infer T> ? T : never;
};

/**
 * A message of these fields. They are written in the order of their numbers, whatever the order of the table; fields
 * that are not in it are passed over.
 */
export function message<const F extends ProtoFields>(name: string, fields: F): ProtoType<MessageValue<F>> {
  const entries = Object.entries(fields).sort(([, a], [, b]) => a.number - b.number);
  const byNumber = new Map(entries.map(([key, field]) => [field.number, {key, field}]));
  return {
    name,
    // Every field of F is set, and nothing else.
    zero: () => Object.fromEntries(entries.map(([key, field]) => [key, field.zero()])) as MessageValue<F>,
    merge: (reader, before) => {
      const value: Record<string, unknown> = {...before};
      while (!reader.done) {
        const tag = reader.tag();
        const known = byNumber.get(tag.number);
        if (known === undefined) reader.skip(tag.wireType);
        else value[known.key] = readField(known.field, reader, tag, value[known.key], name);
      }
      return value as MessageValue<F>;
    },
    write: (writer, value) => {
      for (const [key, field] of entries) field.write(writer, value[key]);
    },
  };
}

/** Value of a message that is one of several things: which one, and what; `null` for none. */
export type ChoiceValue<F> =
  | {[K in keyof F]: {readonly kind: K; readonly value: MessageValue<F>[K]}}[keyof F]
  | null;

/**
 * A message that has just one `oneof`. The last one on the wire counts and takes nothing over from those before. Its
 * fields must be such as are written whatever their value, like `embedded`: to be there is what chooses.
 */
export function choice<const F extends ProtoFields>(name: string, fields: F): ProtoType<ChoiceValue<F>> {
  const entries = Object.entries(fields);
  return {
    name,
    zero: () => null,
    merge: (reader, before) => {
      let value = before;
      while (!reader.done) {
        const tag = reader.tag();
        const [kind, field] = entries.find(([, {number}]) => number === tag.number) ?? [];
        if (field === undefined) reader.skip(tag.wireType);
        // The kind and the type of its value come from the same entry of F.
        else value = {kind, value: readField(field, reader, tag, field.zero(), name)} as ChoiceValue<F>;
      }
      return value;
    },
    write: (writer, value) => {
      if (value !== null) fields[value.kind]?.write(writer, value.value);
    },
  };
}

function readField(
  field: ProtoField<unknown>,
  reader: ProtoReader,
  {number, wireType}: Tag,
  before: unknown,
  name: string,
): unknown {
  if (wireType !== field.wireType) {
    throw new ProtobufError("malformed", name, `wrong wire type ${wireType} for field ${number}`);
  }
  return field.read(reader, before, name);
}
