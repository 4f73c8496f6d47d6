import {decode, encode, fromJson, map, toJson, u8} from "@oasis-node/primitives/cbor";
import {JsonError, stringifyJson} from "@oasis-node/primitives/json";
import {describe, expect, test} from "vitest";
import {enumeration, memberText, UnknownMemberError} from "../../src/enumeration/index.ts";
import {hex} from "../support.ts";

const colours = {none: 0, darkRed: 1, green: 2} as const;
const Colour = enumeration("colour", u8, colours, {writeOnly: ["none"]});

describe("a named integer", () => {
  test("is any number of its width in CBOR", () => {
    expect(encode(Colour, colours.green)).toEqual(hex("02"));
    expect(decode(Colour, hex("18c8"))).toBe(200);
    expect(() => decode(Colour, hex("190100"))).toThrow(/cbor/);
  });

  test("is its name in kebab case in JSON, and as a key", () => {
    expect(toJson(Colour, colours.darkRed)).toBe("dark-red");
    expect(fromJson(Colour, "dark-red")).toBe(colours.darkRed);
    const Map1 = map(Colour, u8);
    expect(stringifyJson(toJson(Map1, new Map([[1, 5]])))).toBe('{"dark-red":5}');
    expect(fromJson(Map1, {green: 7n})).toEqual(new Map([[2, 7]]));
  });

  test("without a name has no JSON form, unless there is a text for all such", () => {
    expect(() => toJson(Colour, 9)).toThrow(UnknownMemberError);
    expect(toJson(enumeration("colour", u8, colours, {unknownText: "?"}), 9)).toBe("?");
    expect(memberText(colours, 9)).toBeUndefined();
  });

  test("refuses unknown texts, numbers, and names that are only written", () => {
    for (const json of ["blue", "none", "darkRed", 1n])
      expect(() => fromJson(Colour, json)).toThrow(JsonError);
    expect(toJson(Colour, colours.none)).toBe("none");
  });
});
