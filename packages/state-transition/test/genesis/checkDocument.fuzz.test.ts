import {TypedError} from "@oasis-node/primitives/errors";
import {
  isJsonObject,
  type JsonValue,
  jsonEntries,
  parseJson,
  stringifyJson,
} from "@oasis-node/primitives/json";
import {expect, test} from "vitest";
import {checkDocument, documentProblems, parseDocument, tendermintGenesis} from "../../src/genesis/index.ts";
import {recordedText} from "../support.ts";
import {debugChecks} from "./goodDocument.ts";

const runs = 1500;
const seed = 20;

/** What a value may be replaced by; nothing stands for its removal. */
const replacements: readonly (JsonValue | undefined)[] = [
  undefined,
  null,
  0n,
  1n,
  2n ** 31n,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
  "0",
  "115792089237316195423570985008687907853269984665640564039457584007913129639935",
  "",
  "AA==",
  "pvss",
  true,
  [],
  [null],
  {},
];

/** A generator of numbers below `bound` (mulberry32). */
function generator(start: number): (bound: number) => number {
  let state = start;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** Mostly of the same type, so that it gets past the decoder. */
function replacement(value: JsonValue, random: (bound: number) => number): JsonValue | undefined {
  const alike = replacements.filter((one) => typeof one === typeof value);
  const choice = random(4) === 0 ? replacements : alike;
  return choice[random(choice.length)];
}

/** The document changed at one place, at any depth. */
function changed(value: JsonValue, random: (bound: number) => number): JsonValue | undefined {
  const stops = random(6) === 0 || value === null || typeof value !== "object";
  if (stops) return replacement(value, random);
  const entries = isJsonObject(value)
    ? [...jsonEntries(value)]
    : value.map((item, index) => [String(index), item] as const);
  const at = random(Math.max(entries.length, 1));
  const next = entries.flatMap(([name, member], index) => {
    const replaced = index === at ? changed(member, random) : member;
    return replaced === undefined ? [] : [[name, replaced] as const];
  });
  return isJsonObject(value) ? new Map(next) : next.map(([, item]) => item);
}

function attemptTyped<T>(action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (error instanceof TypedError) return null;
    throw error;
  }
}

test(`whatever is in a document, its checks answer (seed ${seed})`, () => {
  const random = generator(seed);
  const good = parseJson(recordedText("chain-1/genesis.json"));
  const counts = {decoded: 0, refused: 0, derived: 0};
  for (let run = 0; run < runs; run++) {
    let value: JsonValue = good;
    for (let changes = random(2); changes >= 0; changes--) value = changed(value, random) ?? null;
    const document = attemptTyped(() => parseDocument(stringifyJson(value)));
    if (document === null) continue;
    counts.decoded++;
    const first = checkDocument(document, debugChecks);
    expect(documentProblems(document, debugChecks)[0]?.message).toBe(first?.message);
    if (first !== null) counts.refused++;
    if (attemptTyped(() => tendermintGenesis(document, debugChecks)) !== null) counts.derived++;
  }
  // Most changes must get past the decoder, and verdicts of both kinds come up.
  expect(counts.decoded).toBeGreaterThan(runs / 4);
  expect(counts.refused).toBeGreaterThan(runs / 10);
  expect(counts.derived).toBeGreaterThan(runs / 10);
});
