import {execFileSync} from "node:child_process";
import {closeSync, mkdirSync, openSync, rmSync, statfsSync, statSync, truncateSync, writeSync} from "node:fs";
import {join} from "node:path";
import {expect, onTestFinished, test} from "vitest";
import {testDirectory} from "./support/directory.ts";
import {NetworkProcess} from "./support/network.ts";
import {SeededRandom, seedOf} from "./support/seededRandom.ts";
import {Testimony} from "./support/testimony.ts";
import {expectTold, withNetwork} from "./support/told.ts";

const rounds = process.env.FULL_TESTS === "1" ? 20 : 2;
const page = 4096;
/** Pages that are left to the network, at most. */
const mostLeft = 200;

/** A small disk in memory: only root may make one, and not in every container. */
function smallDisk(): string | null {
  const mount = join(testDirectory(), "disk");
  mkdirSync(mount);
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", "size=32m,mode=700", "tmpfs", mount], {stdio: "ignore"});
  } catch {
    return null;
  }
  onTestFinished(() => {
    execFileSync("/bin/umount", ["-l", mount]);
  });
  return mount;
}

test("a network whose disk is full stops with a reason, and goes on when there is room", {
  timeout: rounds * 30_000,
}, async ({skip}) => {
  const mount = smallDisk();
  if (mount === null) return skip("no small disk can be made here: that takes root and the right to mount");
  const random = new SeededRandom(seedOf("diskFull"));
  const dir = join(mount, "network");
  const filler = join(mount, "filler");
  const testimony = new Testimony();
  for (let i = 0; i < rounds; i++) {
    const network = await NetworkProcess.start(dir);
    const {first, over} = testimony.use(network);
    await Promise.race([first, over]);
    fill(mount, filler, random.below(mostLeft));
    const {code, signal, stderr} = await network.program.ended;
    expect({code, signal}).toEqual({code: 2, signal: null});
    expect(stderr).toMatch(/The network has stopped: .*no room on the disk/);
    await over;
    rmSync(filler);
    await withNetwork(dir, (localnet) => expectTold(localnet, testimony));
  }
  expect(testimony.acknowledged.size).toBeGreaterThanOrEqual(rounds);
});

/** Takes all room of a disk but some pages. */
function fill(mount: string, filler: string, left: number): void {
  const file = openSync(filler, "w", 0o600);
  const block = new Uint8Array(16 * page);
  try {
    while (statfsSync(mount).bfree > 0) writeSync(file, block);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
  truncateSync(filler, Math.max(0, statSync(filler).size - left * page));
}
