import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {unifiedDiff} from "../../src/genesis/unifiedDiff.ts";

const names = {from: "Actual", to: "Canonical"};

describe("unified diff", () => {
  test("of equal texts is empty", () => {
    expect(unifiedDiff("a\nb\n", "a\nb\n", names)).toBe("");
  });

  test("shows changes with three lines around them", () => {
    const lines = Array.from({length: 20}, (_, at) => `line ${at + 1}`);
    const changed = lines.with(9, "changed").toSpliced(17, 1);
    expect(unifiedDiff(lines.join("\n"), changed.join("\n"), names)).toBe(
      [
        ...[
          "--- Actual",
          "+++ Canonical",
          "@@ -7,7 +7,7 @@",
          " line 7",
          " line 8",
          " line 9",
          "-line 10",
          "+changed",
        ],
        ...[
          " line 11",
          " line 12",
          " line 13",
          "@@ -15,6 +15,5 @@",
          " line 15",
          " line 16",
          " line 17",
          "-line 18",
        ],
        ...[" line 19", " line 20", ""],
      ].join("\n"),
    );
  });

  test("applied to the one text gives the other", () => {
    const line = fc.constantFrom("a", "b", "c", "");
    fc.assert(
      fc.property(fc.array(line, {maxLength: 30}), fc.array(line, {maxLength: 30}), (from, to) => {
        const [before, after] = [from.join("\n"), to.join("\n")];
        expect(patched(before, unifiedDiff(before, after, names))).toBe(after);
      }),
      {seed: 21314, numRuns: 300},
    );
  });

  test("texts with nothing in common are told apart at once", () => {
    const text = (prefix: string): string =>
      Array.from({length: 20_000}, (_, at) => `${prefix}${at}`).join("\n");
    const started = process.cpuUsage();
    expect(patched(text("a"), unifiedDiff(text("a"), text("b"), names))).toBe(text("b"));
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});

function patched(text: string, diff: string): string {
  if (diff === "") return text;
  const old = text.split("\n");
  const fresh: string[] = [];
  let at = 0;
  for (const line of diff.split("\n").slice(2, -1)) {
    const [, start, count] = /^@@ -(\d+)(?:,(\d+))? /.exec(line) ?? [];
    if (start !== undefined) {
      const first = count === "0" ? Number(start) : Number(start) - 1;
      fresh.push(...old.slice(at, first));
      at = first;
    } else if (line.startsWith("+")) fresh.push(line.slice(1));
    else {
      expect(old[at]).toBe(line.slice(1));
      if (line.startsWith(" ")) fresh.push(line.slice(1));
      at++;
    }
  }
  return [...fresh, ...old.slice(at)].join("\n");
}
