import {describe, expect, test} from "vitest";
import {fromHex, toHex} from "../../src/bytes/index.ts";
import {CborError, decode, encode, fromJson, omitEmpty, struct, toJson} from "../../src/cbor/index.ts";
import {JsonError} from "../../src/json/index.ts";
import {
  Quantity,
  QuantityError,
  quantityFromBytes,
  quantityFromText,
  quotient,
  subtract,
  subtractUpTo,
} from "../../src/quantity/index.ts";

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();

function code(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof QuantityError ? error.code : String(error);
  }
}

describe("in CBOR", () => {
  test.each([
    [0n, "40"],
    [1n, "4101"],
    [10n, "410a"],
    [100n, "4164"],
    [1000n, "4203e8"],
    [1_000_000n, "430f4240"],
    [18_446_744_073_709_551_615n, "48ffffffffffffffff"],
    [2n ** 64n, "49010000000000000000"],
  ])("%d is %s", (value, hex) => {
    expect(toHex(encode(Quantity, value))).toBe(hex);
    expect(decode(Quantity, bytes(hex))).toBe(value);
  });

  test.each([
    ["4400000001", 1n],
    ["5000000000000000000000000000000005", 5n],
    ["4100", 0n],
    ["a0", 0n],
    ["f6", 0n],
    ["f7", 0n],
  ])("%s is accepted as %d", (hex, value) => {
    expect(decode(Quantity, bytes(hex))).toBe(value);
  });

  test.each(["01", "20", "80", "8101", "6131", "a1616100", "f5", "41"])("%s is refused", (hex) => {
    expect(() => decode(Quantity, bytes(hex))).toThrow(CborError);
  });

  test("zero is left out by omitempty", () => {
    const Holder = struct("test.Holder", {amount: omitEmpty(Quantity)});
    expect(toHex(encode(Holder, {amount: 0n}))).toBe("a0");
    expect(decode(Holder, bytes("a0"))).toEqual({amount: 0n});
  });

  test("a negative number does not encode", () => {
    expect(() => encode(Quantity, -1n)).toThrow(CborError);
  });
});

describe("as text", () => {
  test.each([
    ["0", 0n],
    ["-0", 0n],
    ["-0x0", 0n],
    ["00", 0n],
    ["10", 10n],
    ["+5", 5n],
    ["0x10", 16n],
    ["0XfF", 255n],
    ["+0x_1f", 31n],
    ["0b11", 3n],
    ["0B1_0", 2n],
    ["0o17", 15n],
    ["0O1_7", 15n],
    ["0755", 493n],
    ["0_755", 493n],
    ["1_000", 1000n],
    ["340282366920938463463374607431768211456", 2n ** 128n],
  ])("%s is %d", (text, value) => {
    expect(quantityFromText(text)).toBe(value);
    expect(fromJson(Quantity, text)).toBe(value);
  });

  test.each([
    "",
    " ",
    "+",
    "-",
    "+-1",
    "--1",
    " 1",
    "1 ",
    "1.0",
    "1e3",
    "_1",
    "1_",
    "1__0",
    "0_",
    "0x",
    "0x_",
    "0x1_",
    "0xg",
    "0b2",
    "0b",
    "08",
    "0_8",
    "09",
    "0o8",
    "0z",
    "abc",
    "１",
    "1\n",
    "0x1p4",
    "+0b",
    "1n",
  ])("%j is no amount", (text) => {
    expect(code(() => quantityFromText(text))).toBe("malformedText");
    expect(() => fromJson(Quantity, text)).toThrow(JsonError);
  });

  test("below zero is invalid", () => {
    expect(code(() => quantityFromText("-1"))).toBe("invalidQuantity");
    expect(code(() => quantityFromText("-0x10"))).toBe("invalidQuantity");
  });

  test("JSON has decimal text, not numbers", () => {
    expect(toJson(Quantity, 2n ** 70n)).toBe("1180591620717411303424");
    expect(() => fromJson(Quantity, 5n)).toThrow(JsonError);
  });

  test("a number of a million digits does not hang", () => {
    const started = performance.now();
    expect(quantityFromText("9".repeat(1_000_000))).toBe(10n ** 1_000_000n - 1n);
    expect(code(() => quantityFromText(`0${"7_".repeat(1_000_000)}`))).toBe("malformedText");
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("bytes beyond what the engine can count with are refused", () => {
    expect(code(() => quantityFromBytes(new Uint8Array(2 ** 27)))).toBe("invalidQuantity");
  });
});

describe("arithmetic", () => {
  test("subtracts down to zero and not below", () => {
    expect(subtract(100n, 100n)).toBe(0n);
    expect(code(() => subtract(100n, 101n))).toBe("insufficientBalance");
    expect(code(() => subtract(100n, -1n))).toBe("invalidQuantity");
  });

  test("subtracts as much as there is", () => {
    expect(subtractUpTo(100n, 30n)).toEqual({taken: 30n, left: 70n});
    expect(subtractUpTo(100n, 130n)).toEqual({taken: 100n, left: 0n});
    expect(code(() => subtractUpTo(100n, -1n))).toBe("invalidQuantity");
  });

  test("divides without fraction and not by zero", () => {
    expect(quotient(7n, 2n)).toBe(3n);
    expect(code(() => quotient(7n, 0n))).toBe("invalidQuantity");
    expect(code(() => quotient(7n, -1n))).toBe("invalidQuantity");
  });

  test("errors say what the reference says", () => {
    expect(() => subtract(1n, 2n)).toThrow("insufficient balance");
    expect(() => quotient(1n, 0n)).toThrow("invalid quantity");
  });
});
