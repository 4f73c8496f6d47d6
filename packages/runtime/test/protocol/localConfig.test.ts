import {toHex} from "@oasis-node/primitives/bytes";
import {expect, test} from "vitest";
import {type ConfigValue, LocalConfigError, localConfigOf} from "../../src/protocol/index.ts";

const encoded = (value: ConfigValue) => toHex(localConfigOf({x: value})?.get("x") ?? new Uint8Array());

test("settings are the canonical CBOR of what stands in the file", () => {
  expect(localConfigOf({})).toBeNull();
  expect(encoded(null)).toBe("f6");
  expect(encoded(true)).toBe("f5");
  expect(encoded(42)).toBe("182a");
  expect(encoded(-1)).toBe("20");
  expect(encoded(2n ** 64n - 1n)).toBe("1bffffffffffffffff");
  expect(encoded("é")).toBe("62c3a9");
  expect(encoded([1, [2]])).toBe("82018102");
  expect(encoded({min_gas_price: {"": "0"}, b: 1})).toBe("a26162016d6d696e5f6761735f7072696365a1606130");
});

test("fractions take the shortest float that is equal", () => {
  expect(encoded(1.5)).toBe("f93e00");
  expect(encoded(65504.5)).toBe("fa477fe080");
  expect(encoded(2 ** 60)).toBe("fa5d800000");
  expect(encoded(2 ** -20)).toBe("fa35800000");
  expect(encoded(0.1)).toBe("fb3fb999999999999a");
  expect(encoded(Number.NEGATIVE_INFINITY)).toBe("f9fc00");
  expect(encoded(Number.NaN)).toBe("f97e00");
});

test("numbers beyond 64 bits and endless nesting are refused", () => {
  expect(() => encoded(2n ** 64n)).toThrow(LocalConfigError);
  let nested: ConfigValue = 1;
  for (let depth = 0; depth < 100; depth++) nested = [nested];
  expect(() => encoded(nested)).toThrow("nested too deeply");
});
