import {existsSync} from "node:fs";
import {describe, expect, test} from "vitest";
import {Reporter} from "./kind.ts";
import {bundledRecordings, outsideRecordings, type Recording} from "./recordings.ts";
import {corpusName, runConformance} from "./run.ts";

async function expectNoMismatch({kind, path}: Recording): Promise<void> {
  const report = await runConformance(kind, path);
  expect(report.kept).toEqual([]);
  expect(report.mismatches).toBe(0);
  expect(report.checked).toBeGreaterThan(0);
}

describe("recordings that the project carries", () => {
  for (const recording of bundledRecordings) test(recording.title, () => expectNoMismatch(recording));
});

describe("recordings that stay outside", () => {
  for (const recording of outsideRecordings) {
    const absent = !existsSync(recording.path);
    test.skipIf(absent)(`${recording.title}${absent ? " (skipped: not beside the project)" : ""}`, () =>
      expectNoMismatch(recording),
    );
  }
});

describe("the conformance command", () => {
  test("a record with several differences is one mismatch, and every difference is told", () => {
    const report = new Reporter();
    report.record("one");
    report.expect("root", "a", "b");
    report.expect("size", 1n, 1);
    report.record("two");
    report.expect("bytes", new Uint8Array([1]), new Uint8Array([1]));
    expect([report.checked, report.mismatches, report.kept.length]).toEqual([2, 1, 2]);
  });

  test("a further file of a corpus is known by the beginning of its name", () => {
    expect(
      ["cbor-tx.jsonl.gz", "a/mkvs-2.jsonl", "pvss.more.jsonl.gz", "ed25519_b.jsonl.gz"].map(corpusName),
    ).toEqual(["cbor-tx", "mkvs", "pvss", "ed25519"]);
  });

  test("an unknown kind is refused with the kinds there are", async () => {
    await expect(runConformance("nothing", "x")).rejects.toThrow(/there are: init-chain, keys, mkvs/);
    await expect(runConformance("corpus", "nothing.jsonl.gz")).rejects.toThrow(/there are: cbor-tx/);
  });
});
