import {describe, expect, test} from "vitest";
import {CodedError} from "../../src/errors/index.ts";
import {prettyAmount, prettyFraction, type TokenContext, toTokenAmount} from "../../src/token/index.ts";
import amounts from "./testdata/amounts.json" with {type: "json"};

interface Recorded {
  readonly amount: string;
  readonly context: TokenContext;
  readonly text?: string;
  readonly frac?: string;
  readonly frac_exponent?: number;
  readonly token_amount?: string;
  readonly error?: {readonly text: string; readonly module: string; readonly code: number} | null;
}

describe("amounts recorded from the reference", () => {
  const records: readonly Recorded[] = amounts;
  test.each(records.filter(({text}) => text !== undefined))("$amount with $context", (record) => {
    expect(prettyAmount(BigInt(record.amount), record.context)).toBe(record.text);
  });

  test.each(records.filter(({frac}) => frac !== undefined))(
    "$amount with exponent $frac_exponent",
    (record) => {
      const amount = BigInt(record.amount);
      const exponent = record.frac_exponent ?? 0;
      expect(prettyFraction(amount, exponent)).toBe(record.frac);
      if (record.error == null) expect(toTokenAmount(amount, exponent)).toBe(record.token_amount);
      else expect(() => toTokenAmount(amount, exponent)).toThrow(record.error.text);
    },
  );
});

test("the largest exponent that fits its type is shown", () => {
  expect(prettyFraction(1n, 255)).toBe(`0.${"0".repeat(254)}1`);
});

test("an amount that is not one reads (invalid), without sign", () => {
  expect(prettyAmount(null, {sign: "-"})).toBe("(invalid)");
  expect(prettyAmount(-1n, {sign: "+", symbol: "CORE", exponent: 9})).toBe("(invalid)");
});

test("a sign is shown only if it is one", () => {
  expect(prettyAmount(5n, {sign: "-"})).toBe("-5 base units");
  expect(prettyAmount(5n, {sign: "--"})).toBe("5 base units");
});

test("the size of a symbol counts in bytes", () => {
  expect(prettyAmount(5n, {symbol: "ääää", exponent: 0})).toBe("5.0 ääää");
  expect(prettyAmount(5n, {symbol: "äääää", exponent: 0})).toBe("5 base units");
});

test("too large an exponent has module and number", () => {
  try {
    toTokenAmount(1n, 21);
    expect.fail("accepted");
  } catch (error) {
    expect(error).toBeInstanceOf(CodedError);
    expect(error).toMatchObject({module: "staking/token", code: 1});
  }
});

test("an absurdly long amount does not hang", () => {
  const started = performance.now();
  const shown = prettyAmount(10n ** 200_000n, {symbol: "CORE", exponent: 9});
  expect(shown.length).toBe(200_001 - 9 + ".0 CORE".length);
  expect(performance.now() - started).toBeLessThan(5_000);
});
