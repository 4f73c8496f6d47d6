import {expect, test} from "vitest";
import {decodePem, encodePem} from "../../src/pem/index.ts";
import {fuzz} from "../support/fuzz.ts";
import {mutate, random} from "../support/random.ts";

const pieces = [
  "-----BEGIN A-----",
  "-----END A-----",
  "-----BEGIN ",
  "-----END ",
  "-----",
  "\n",
  "\r\n",
  "AAAA",
  "AA==",
  ":",
  " ",
  "x",
];

test("PEM texts put together at random give data or a typed error", () => {
  const source = random(0x9e3);
  const make = (): string => Array.from({length: source.below(12)}, () => source.pick(pieces)).join("");
  expect(fuzz(source.seed, 200_000, make, (text) => decodePem("A", text))).toBeGreaterThan(0);
});

test("a damaged PEM text gives data or a typed error", () => {
  const source = random(0x9e4);
  const make = (): string => mutate(source, encodePem("A", source.bytes(source.below(80))), "-AB= \n\r:");
  expect(fuzz(source.seed, 200_000, make, (text) => decodePem("A", text))).toBeGreaterThan(0);
});

test("any bytes come back", () => {
  const source = random(0x9e5);
  for (let i = 0; i < 2_000; i++) {
    const data = source.bytes(source.below(300));
    expect(decodePem("ANY TYPE", encodePem("ANY TYPE", data)), `seed ${source.seed}`).toEqual(data);
  }
});
