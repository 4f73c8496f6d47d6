import {readdirSync} from "node:fs";
import {describe, expect, test} from "vitest";
import type {BenchSuite} from "../../bench/suite.ts";
import {figureTable} from "../../bench/tables.ts";

const directory = new URL("../../bench/", import.meta.url);

describe("benchmarks", () => {
  test("every file has a suite with something to measure, under a name of its own", async () => {
    const files = readdirSync(directory).filter((file) => file.endsWith(".bench.ts"));
    const suites = await Promise.all(
      files.map(async (file) => {
        const {suite}: {suite: BenchSuite} = await import(new URL(file, directory).href);
        return suite;
      }),
    );
    for (const {cases = [], scenarios = []} of suites)
      expect(cases.length + scenarios.length).toBeGreaterThan(0);
    expect(new Set(suites.map(({name}) => name)).size).toBe(files.length);
  });

  test("a figure is told with its bar, and whether it meets it", () => {
    const figures = [
      {name: "fast", value: 2600, unit: "tx/s", atLeast: 2500},
      {name: "slow", value: 60, unit: "ms", atMost: 50},
      {name: "free", value: 1.5, unit: "µs"},
    ];
    const lines = figureTable({one: figures}).split("\n");
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ["figure", "ours", "bar", "met"],
      [expect.stringMatching(/^-+$/), expect.anything(), expect.anything(), expect.anything()],
      ["one: fast", "2600 tx/s", "≥ 2500 tx/s", "yes"],
      ["one: slow", "60.00 ms", "≤ 50 ms", "no"],
      ["one: free", "1.500 µs"],
      [""],
    ]);
  });
});
