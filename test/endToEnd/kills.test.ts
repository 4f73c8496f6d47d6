import {rm} from "node:fs/promises";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {toHex} from "@oasis-node/primitives/bytes";
import {expect, test} from "vitest";
import {testDirectory} from "./support/directory.ts";
import {NetworkProcess} from "./support/network.ts";
import {SeededRandom, seedOf} from "./support/seededRandom.ts";
import {Testimony} from "./support/testimony.ts";
import {expectTold, withNetwork} from "./support/told.ts";

const kills = process.env.FULL_TESTS === "1" ? 120 : 6;
/** Milliseconds from the first acknowledged transaction to the kill, at most. */
const longestUse = 150;
/** Milliseconds from the start of the process to a kill while it starts, at most: about as long as a start takes. */
const longestStart = 800;

test(`a network stands by what it said, over ${kills} kills`, {
  timeout: kills * 10_000 + 60_000,
}, async () => {
  const random = new SeededRandom(seedOf("kills"));
  const dir = join(testDirectory(), "network");
  const testimony = new Testimony();
  for (let i = 0; i < kills; i++) {
    // Two of three die in use, the others while they start: the first of those makes the network.
    if (i % 3 === 0) await dieStarting(dir, random.below(longestStart));
    else await dieInUse(dir, random.below(longestUse), testimony);
  }
  expect(testimony.acknowledged.size).toBeGreaterThan(kills);
  const {height, root} = await withNetwork(dir, (localnet) => expectTold(localnet, testimony));
  await rm(join(dir, "node/tendermint/abci-state"), {recursive: true});
  await withNetwork(dir, async ({apis}) => {
    const replayed = await apis.consensus.getBlock(height);
    expect(toHex(replayed.stateRoot.hash)).toBe(root);
  });
});

async function dieStarting(dir: string, life: number): Promise<void> {
  const program = NetworkProcess.launch(dir);
  await sleep(life);
  program.kill("SIGKILL");
  const {signal, stderr} = await program.ended;
  expect({signal, stderr}).toEqual({signal: "SIGKILL", stderr: ""});
}

async function dieInUse(dir: string, life: number, testimony: Testimony): Promise<void> {
  const network = await NetworkProcess.start(dir);
  const {first, over} = testimony.use(network);
  await Promise.race([first, over]);
  await sleep(life);
  expect((await network.end("SIGKILL")).signal).toBe("SIGKILL");
  await over;
}
