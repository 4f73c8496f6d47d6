import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import {afterAll, describe, expect, test} from "vitest";
import {openLmdbNodeDb} from "../../src/db/index.ts";
import {namespace, randomNumbers} from "./fixtures.ts";
import {History, keptVersions} from "./history.ts";

const lanes = 4;
const killsPerLane = 50;
const folder = mkdtempSync(join(tmpdir(), "mkvs-crash-"));
const child = fileURLToPath(new URL("crashChild.ts", import.meta.url));

afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** Killed in the middle of whatever it does, the database comes back with what it had promised. */
describe.concurrent("a database whose process is killed", () => {
  for (let lane = 0; lane < lanes; lane++)
    test(`keeps what was finalised, over ${killsPerLane} kills (lane ${lane})`, async () => {
      const seed = `crash ${lane}`;
      const random = randomNumbers(seed);
      const history = new History(seed);
      const path = join(folder, `lane-${lane}`);
      let known = 0;
      for (let kill = 0; kill < killsPerLane; kill++) {
        const acknowledged = await runAndKill(path, seed, 5 + random(75_000) / 1000);
        known = Math.max(known, acknowledged);
        known = await verify(path, history, known);
      }
      expect(known, "gets over multipart inserts and starts to prune").toBeGreaterThan(keptVersions + 8);
    });
});

/** Runs the child, kills it `delay` milliseconds after it opened the database. Returns the last version it told. */
async function runAndKill(path: string, seed: string, delay: number): Promise<number> {
  const process = spawn(globalThis.process.execPath, ["--conditions=source", child, path, seed], {
    stdio: ["ignore", "pipe", "inherit"],
    // Most of the time of a run is its start.
    env: {...globalThis.process.env, NODE_COMPILE_CACHE: join(folder, "code")},
  });
  const closed = once(process, "close");
  const output = collectOutput(process);
  await Promise.race([once(process.stdout ?? process, "data"), closed]);
  await setTimeout(delay);
  process.kill("SIGKILL");
  await closed;
  // The last line may be cut off.
  const lines = output().split("\n").slice(0, -1);
  expect(lines[0]).toBe("open");
  expect(process.signalCode).toBe("SIGKILL");
  return lines.length > 1 ? Number(lines.at(-1)) : 0;
}

function collectOutput(process: ChildProcess): () => string {
  let output = "";
  process.stdout?.on("data", (data: Buffer) => {
    output += data.toString();
  });
  return () => output;
}

/** Checks everything the database has; returns its last version. */
async function verify(path: string, history: History, acknowledged: number): Promise<number> {
  const db = await openLmdbNodeDb({namespace, path});
  try {
    const latest = Number(db.getLatestVersion() ?? 0n);
    expect(latest).toBeGreaterThanOrEqual(acknowledged);
    history.verify(db);
    const kept = latest - Number(db.getEarliestVersion() ?? 0n);
    expect(kept).toBeLessThanOrEqual(keptVersions + 6);
    expect(db.size()).toBeLessThan(1 << 20);
    return latest;
  } finally {
    await db.close();
  }
}
