import {expect, test} from "vitest";
import {toHex} from "../../src/bytes/index.ts";
import {decodeErrorDetail, encodeErrorDetail} from "../../src/errorDetail/index.ts";
import {CodedError, errorModule, errorRegistry} from "../../src/errors/index.ts";

const stakingErrors = errorModule("staking", {balance: [3, "staking: insufficient balance"]});
const registry = errorRegistry([stakingErrors]);

test("module and number travel as a map, the shorter key first", () => {
  const detail = encodeErrorDetail(stakingErrors.balance());
  expect(detail && toHex(detail)).toBe("a264636f646503666d6f64756c65677374616b696e67");
});

test("an error comes back with its context", () => {
  const error = stakingErrors.balance({context: "have 1, need 2"});
  const detail = encodeErrorDetail(error) ?? new Uint8Array();
  const back = decodeErrorDetail(registry, detail, error.message);
  expect(stakingErrors.balance.is(back)).toBe(true);
  expect(back?.context).toBe("have 1, need 2");
});

test("an error without module and number has no detail", () => {
  expect(encodeErrorDetail(new Error("x"))).toBeNull();
});

test("an empty map is an error with neither module nor number", () => {
  expect(decodeErrorDetail(registry, Uint8Array.of(0xa0), "text")).toMatchObject(
    new CodedError("", 0, "text"),
  );
});

test("what does not decode is no detail of ours", () => {
  for (const bytes of [[], [0xff], [0x01], [0xa1, 0x61, 0x78, 0x00]])
    expect(decodeErrorDetail(registry, Uint8Array.from(bytes), "text")).toBeNull();
});
