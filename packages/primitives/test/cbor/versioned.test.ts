import {describe, expect, test} from "vitest";
import {
  bool,
  brand,
  custom,
  decode,
  encode,
  getVersion,
  list,
  mapped,
  nullable,
  omitEmpty,
  struct,
  trusted,
  u8,
  u16,
  u64,
  versioned,
} from "../../src/cbor/index.ts";
import {TypedError} from "../../src/errors/index.ts";
import {cborCode, decodeHex, hex, refusal} from "./hex.ts";

class FlagError extends TypedError<"flag"> {}

const V2 = struct("thing", {v: u16, amount: u64});
const V1 = struct("thing v1", {v: u16, amount: u64, flag: omitEmpty(bool)});
const Thing = versioned("thing", V2, {
  1: {
    schema: V1,
    upgrade: ({amount, flag}) => {
      if (flag) throw new FlagError("flag", "flag must not be set");
      return {v: 2, amount};
    },
  },
  2: V2,
});

describe("the version probe", () => {
  test("looks at v only", () => {
    expect(getVersion(hex("a2 6176 02 6178 9f".replace("9f", "80")))).toBe(2);
    expect(getVersion(hex("a1 6156 03"))).toBe(3);
    expect(getVersion(hex("a2 6156 01 6176 02"))).toBe(1);
  });

  test.each([
    ["missing", "a0", "version"],
    ["null", "a1 6176 f6", "version"],
    ["null instead of the structure", "f6", "version"],
    ["the reserved marker", "a1 6176 19ffff", "version"],
    ["duplicate unknown key", "a3 6176 02 6178 00 6178 00", "duplicateKey"],
    ["duplicate integer key, wrapped to 64 bits", "a3 6176 02 20 00 1bffffffffffffffff 00", "duplicateKey"],
    ["duplicate v", "a2 6176 02 6176 02", "duplicateKey"],
    ["bytes as a key", "a2 6176 02 4178 00", "wrongType"],
    ["too large", "a1 6176 1a00010000", "overflow"],
    ["tag", "a1 6176 c1 02", "tag"],
    ["no map", "80", "wrongType"],
  ])("%s", (_, input, code) => expect(cborCode(() => getVersion(hex(input)))).toBe(code));
});

describe("a versioned structure", () => {
  test("is decoded by its version and encoded as the newest", () => {
    expect(decodeHex(Thing, "a2 6176 02 66616d6f756e74 07")).toEqual({v: 2, amount: 7n});
    expect(decodeHex(Thing, "a2 6176 01 66616d6f756e74 07")).toEqual({v: 2, amount: 7n});
    expect(decodeHex(Thing, "a2 6176 01 64666c6167 f4")).toEqual({v: 2, amount: 0n});
    expect(encode(Thing, {v: 2, amount: 7n})).toEqual(hex("a2 6176 02 66616d6f756e74 07"));
  });

  test("is refused for other versions and for what cannot be converted", () => {
    expect(refusal(Thing, "a1 6176 03")).toBe("version");
    expect(refusal(Thing, "a2 6176 02 64666c6167 f4")).toBe("unknownField");
    expect(() => decodeHex(Thing, "a2 6176 01 64666c6167 f5")).toThrow(
      expect.objectContaining({code: "value", cause: expect.any(FlagError)}),
    );
  });

  test("is decoded untrusted even within trusted data, and sees a null unless it may be nil", () => {
    expect(refusal(list(Thing), "81 a2 6176 02 6178 00", trusted)).toBe("unknownField");
    expect(refusal(list(Thing), "81 f6")).toBe("version");
    expect(decodeHex(list(nullable(Thing)), "81 f6")).toEqual([null]);
  });

  test("custom decoders get exactly their item, of which nesting was counted from outside", () => {
    const seen: Uint8Array[] = [];
    const Item = custom("item", u8, (item) => {
      seen.push(item.slice());
      return 1;
    });
    expect(decodeHex(list(Item), "83 00 820102 f6")).toEqual([1, 1, 1]);
    expect(seen).toEqual([hex("00"), hex("820102"), hex("f6")]);
    expect(refusal(list(Item), `81${"81".repeat(32)}00`)).toBe("limit");
  });
});

describe("mapped", () => {
  const Even = mapped(u8, {
    name: "even",
    to: (value) => (value % 2 === 0 ? value / 2 : null),
    from: (value) => value * 2,
  });

  test("converts both ways and refuses", () => {
    expect(decodeHex(Even, "04")).toBe(2);
    expect(encode(Even, 2)).toEqual(hex("04"));
    expect(refusal(Even, "03")).toBe("value");
    expect(cborCode(() => encode(Even, 128))).toBe("unencodable");
    expect(decodeHex(struct("S", {x: omitEmpty(Even)}), "a0")).toEqual({x: 0});
    expect(encode(struct("S", {x: omitEmpty(Even)}), {x: 0})).toEqual(hex("a0"));
  });

  test("nil maps to nil", () => {
    const Evens = mapped(nullable(u8), {name: "evens", to: (value) => value, from: (value) => value});
    expect(decodeHex(Evens, "f6")).toBeNull();
    expect(encode(Evens, null)).toEqual(hex("f6"));
  });

  test("errors that are not typed are defects and go through", () => {
    const Broken = mapped(u8, {
      name: "broken",
      to: (): number => {
        throw new RangeError("defect");
      },
      from: (value: number) => value,
    });
    expect(() => decode(Broken, hex("00"))).toThrow(RangeError);
  });
});

test("brand changes the type and nothing else", () => {
  const Epoch = brand<"Epoch">()(u64);
  expect(encode(Epoch, decodeHex(Epoch, "05"))).toEqual(hex("05"));
});
