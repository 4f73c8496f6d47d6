import {decode, encode, fromJson, type Schema, toJson} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {parseJson, stringifyJson} from "@oasis-node/primitives/json";
import {describe, expect, test} from "vitest";
import {wireTypes} from "../../src/wireTypes/index.ts";
import {recordedEncodings} from "./recordedEncodings.ts";

/** Whether an IPv4 address had 4 or 16 bytes is not in its text. */
const lossyInJson = new Set(["node.Node"]);
/** The reference writes the scalars of PVSS as empty objects. */
const unreadableInJson = new Set(["beacon.PVSSCommit", "beacon.PVSSReveal", "beacon.PVSSState"]);

test("a type has the name under which it is listed", () => {
  const renamed = Object.entries(wireTypes).filter(([name, schema]) => schema.name !== name);
  // The epoch is a plain number with a brand.
  expect(renamed.map(([name]) => name)).toEqual(["beacon.EpochTime"]);
});

describe("every type", () => {
  for (const [name, encodings] of recordedEncodings()) {
    const schema = schemaOf(name);
    test(`${name}: ${encodings.length} recorded values survive JSON, as far as they have a JSON form`, () => {
      for (const bytes of encodings) {
        const again = throughJson(schema, bytes);
        if (again !== null && !lossyInJson.has(name)) expect(again).toEqual(bytes);
      }
      expect(encodings.some((bytes) => throughJson(schema, bytes) !== null)).toBe(
        !unreadableInJson.has(name),
      );
    });
  }
});

/** The value written as JSON, read back and encoded; null where an enumeration has no name for its number. */
function throughJson(schema: Schema<unknown>, bytes: Uint8Array): Uint8Array | null {
  try {
    const text = stringifyJson(toJson(schema, decode(schema, bytes)));
    return encode(schema, fromJson(schema, parseJson(text)));
  } catch (error) {
    if (error instanceof TypedError) return null;
    throw error;
  }
}

function schemaOf(name: string): Schema<unknown> {
  const schema = wireTypes[name];
  if (schema === undefined) throw new TypeError(`no wire type ${name}`);
  return schema;
}
