import {toHex} from "@oasis-node/primitives/bytes";
import {expect, test} from "vitest";
import {lastResultsHash} from "../../src/application/index.ts";

const ok = {code: 0, data: Uint8Array.of(0xf6), gasWanted: 0n, gasUsed: 0n};

// Roots from Tendermint 0.34: the empty one is the hash of nothing, a single one the hash of 0 and the leaf.
test("no results hash to the hash of nothing", () => {
  expect(toHex(lastResultsHash([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("codes, data and both gas amounts count, and their order does", () => {
  const results = [ok, {...ok, code: 1}, {...ok, gasWanted: 1n}, {...ok, gasUsed: 1n}];
  const roots = [
    [ok],
    [ok, ok],
    [ok, ok, ok],
    ...results.map((one) => [one, ok]),
    [{...ok, gasWanted: -1n}, ok],
    results,
    [...results].reverse(),
  ].map((list) => toHex(lastResultsHash(list)));
  // [ok, ok] is there twice.
  expect(new Set(roots).size).toBe(roots.length - 1);
});
