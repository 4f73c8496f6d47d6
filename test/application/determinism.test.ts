import {execFile} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {afterAll, beforeAll, describe, expect, test, vi} from "vitest";

const blocks = process.env.FULL_TESTS === "1" ? 1000 : 120;

// At full length they take minutes.
vi.setConfig({testTimeout: 1_800_000, hookTimeout: 1_800_000});
const seed = 2024;
const folder = mkdtempSync(join(tmpdir(), "oasis-workload-"));
const script = join(import.meta.dirname, "recordWorkload.ts");
const run = promisify(execFile);

afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** App hash of every height of the workload, made by another process. */
async function appHashes(...args: readonly string[]): Promise<string[]> {
  const {stdout} = await run(
    process.execPath,
    ["--conditions=source", script, String(seed), String(blocks), ...args],
    {maxBuffer: 1 << 26, env: {...process.env, FUZZ_SEED: String(seed)}},
  );
  return stdout.trim().split("\n");
}

describe(`${blocks} random blocks (seed ${seed}) have the same app hashes`, () => {
  let expected: string[] = [];

  beforeAll(async () => {
    expected = await appHashes();
  });

  test("one for each height, and no two alike", () => {
    expect(new Set(expected).size).toBe(blocks);
  });

  test("in another process with a database on disk and a cache that holds next to nothing", async () => {
    expect(await appHashes(join(folder, "small"), "4096")).toEqual(expected);
  });

  test("with a large cache and an application that is restarted again and again", async () => {
    const restarts = [1, 2, 7, 25, 26, 60, 99].map(String);
    expect(await appHashes(join(folder, "large"), String(128 << 20), ...restarts)).toEqual(expected);
  });
});
