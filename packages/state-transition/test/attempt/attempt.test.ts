import {QuantityError} from "@oasis-node/primitives/quantity";
import {expect, test} from "vitest";
import {attempt} from "../../src/attempt/index.ts";
import {stakingErrors} from "../../src/staking/index.ts";

test("an attempt gives the value, or the message of a refusal", () => {
  expect(attempt(() => 7)).toEqual({ok: true, value: 7});
  const coded = attempt(() => {
    throw stakingErrors.forbidden({context: "why"});
  });
  expect(coded).toEqual({ok: false, problem: "staking: forbidden by policy: why"});
  const typed = attempt(() => {
    throw QuantityError.insufficientBalance({});
  });
  expect(typed).toEqual({ok: false, problem: "insufficient balance"});
});

test("an error that is no refusal goes on", () => {
  const broken = new TypeError("broken");
  expect(() =>
    attempt(() => {
      throw broken;
    }),
  ).toThrow(broken);
});
