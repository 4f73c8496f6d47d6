import {mapped, type Schema} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";

/** The members of an enumeration: their numbers by name. */
export type Enumeration<T extends number | bigint> = Readonly<Record<string, T>>;

/** A number or a text that is no member of its enumeration, where only members have a text form. */
export class UnknownMemberError extends TypedError<"unknownMember"> {
  constructor(name: string, value: number | bigint | string) {
    super("unknownMember", `${value} is not a ${name}`, {details: {name, value}});
  }
}

interface EnumerationOptions {
  /** What to write for a number that is no member; by default such a number has no text form. */
  readonly unknownText?: string;
  /** Members that are written but not read back from text. */
  readonly writeOnly?: readonly string[];
}

/**
 * A Go integer type with named values: any number in CBOR, the name in JSON and as a key of a JSON object. The text of
 * a member is its name in kebab case: `nodeValidator` is `node-validator`.
 */
export function enumeration<T extends number | bigint>(
  name: string,
  integer: Schema<T>,
  members: Enumeration<T>,
  {unknownText, writeOnly = []}: EnumerationOptions = {},
): Schema<T> {
  const readable = Object.entries(members).filter(([member]) => !writeOnly.includes(member));
  const byText = new Map(readable.map(([member, value]) => [kebabCase(member), value]));
  return mapped(integer, {
    name,
    to: (value) => value,
    from: (value) => value,
    json: {
      to: (value) => {
        const text = memberText(members, value) ?? unknownText;
        if (text === undefined) throw new UnknownMemberError(name, value);
        return text;
      },
      from: (json) => (typeof json === "string" ? (byText.get(json) ?? null) : null),
    },
  });
}

/** Text form of a member; undefined for any other number. */
export function memberText<T extends number | bigint>(members: Enumeration<T>, value: T): string | undefined {
  const found = Object.entries(members).find(([, number]) => number === value);
  return found === undefined ? undefined : kebabCase(found[0]);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
