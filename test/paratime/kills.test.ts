import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {describe, expect, test} from "vitest";
import {testDirectory} from "../endToEnd/support/directory.ts";
import {NetworkProcess} from "../endToEnd/support/network.ts";
import {SeededRandom, seedOf} from "../endToEnd/support/seededRandom.ts";
import {keyvalueElf, whyNoSandbox} from "./support/elf.ts";
import {KeyvalueClient, paratimeId} from "./support/keyvalueClient.ts";
import {startNetwork} from "./support/paratimeNetwork.ts";
import {ParatimeTestimony} from "./support/testimony.ts";

const because = whyNoSandbox === null ? "" : ` (${whyNoSandbox})`;
const kills = process.env.FULL_TESTS === "1" ? 100 : 4;
/** Milliseconds from the first acknowledged transaction to the kill, at most: some epochs. */
const longestUse = 1500;
/** Milliseconds from the start of the process to a kill while it starts, at most. */
const longestStart = 1500;

describe.skipIf(whyNoSandbox !== null)(`A node with a ParaTime${because}`, () => {
  test(`stands by what it said, over ${kills} kills while transactions flow`, {
    timeout: kills * 20_000 + 60_000,
  }, async () => {
    const random = new SeededRandom(seedOf("paratime kills"));
    const directory = join(testDirectory(), "network");
    const paratimes = {[paratimeId]: await keyvalueElf()};
    const testimony = new ParatimeTestimony();
    for (let i = 0; i < kills; i++) {
      // Every fourth dies while it starts.
      if (i % 4 === 3) await dieStarting(directory, paratimes, random.below(longestStart));
      const network = await startNetwork(directory, paratimes);
      const {first, over} = testimony.use(network);
      await first;
      await sleep(random.below(longestUse));
      await network.end("SIGKILL");
      await over;
    }
    expect(testimony.acknowledged.size).toBeGreaterThan(kills);
    const network = await startNetwork(directory, paratimes);
    try {
      await testimony.check(network);
      expect(await new KeyvalueClient(network.connect()).insert("last", "last")).toHaveProperty("round");
    } finally {
      await network.end("SIGINT");
    }
  });
});

async function dieStarting(
  directory: string,
  paratimes: Readonly<Record<string, string>>,
  life: number,
): Promise<void> {
  const args = Object.entries(paratimes).flatMap(([id, path]) => ["--paratime", `${id}=${path}`]);
  const program = NetworkProcess.launch(directory, {args});
  await sleep(life);
  program.kill("SIGKILL");
  await program.ended;
}
