import {copyFileSync, cpSync, renameSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, test} from "vitest";
import {testDirectory} from "../endToEnd/support/directory.ts";
import type {NetworkProcess} from "../endToEnd/support/network.ts";
import {keyvalueElf, whyNoSandbox} from "./support/elf.ts";
import {KeyvalueClient, paratimeId} from "./support/keyvalueClient.ts";
import {readLog, startNetwork, until} from "./support/paratimeNetwork.ts";

const because = whyNoSandbox === null ? "" : ` (${whyNoSandbox})`;
const crowd = process.env.FULL_TESTS === "1" ? 10_000 : 1500;
/** More than a message may have. */
const tooLarge = 20 * 1024 * 1024;

let network: NetworkProcess | null = null;

afterEach(async () => {
  await network?.end("SIGINT");
  network = null;
});

describe.skipIf(whyNoSandbox !== null)(`A ParaTime${because}`, {timeout: 120_000}, () => {
  test("takes a crowd of transactions at once, and refuses those that are too large", async () => {
    const paratimes = {[paratimeId]: await keyvalueElf()};
    // Epochs that are long enough for a batch even on a busy machine.
    const pace = ["--empty_block_interval", "200ms", "--blocks_per_epoch", "20"];
    network = await startNetwork(join(testDirectory(), "network"), paratimes, pace);
    const client = new KeyvalueClient(network.connect());
    const keys = Array.from({length: crowd}, (_, i) => `key ${i}`);
    const outcomes = await Promise.all(keys.map((key) => client.insert(key, key)));
    expect(outcomes.filter((outcome) => "refused" in outcome)).toEqual([]);
    expect(await client.get(`key ${crowd - 1}`)).toBe(`key ${crowd - 1}`);
    const large = await client.insert("large", "x".repeat(129));
    expect(large).toMatchObject({refused: {module: "test", message: "Value too big to be inserted."}});
    await expect(client.insert("huge", "x".repeat(tooLarge))).rejects.toThrow();
    expect(await client.insert("after", "all")).toHaveProperty("round");
  });

  test("killed in the middle of batches goes on, and what was acknowledged stays", async () => {
    network = await startNetwork(join(testDirectory(), "network"), {[paratimeId]: await keyvalueElf()});
    const client = new KeyvalueClient(network.connect());
    const acknowledged: string[] = [];
    const submissions = Array.from({length: 300}, async (_, i) => {
      const outcome = await client.insert(`key ${i}`, "value");
      if ("round" in outcome) acknowledged.push(`key ${i}`);
    });
    await Promise.any(submissions);
    killParatimes(network);
    const failures = (await Promise.allSettled(submissions)).filter(({status}) => status === "rejected");
    for (const failure of failures)
      expect(failure).toMatchObject({reason: {message: expect.stringMatching(/check failed/)}});
    await until("rounds go on", () => inserted(client, "after").catch(() => null));
    for (const key of acknowledged) expect(await client.get(key)).toBe("value");
  });

  test("goes on from a copy of its node's directory, and with another binary in its place", async () => {
    const directory = testDirectory();
    const binary = join(directory, "binary");
    copyFileSync(await keyvalueElf(), binary);
    network = await startNetwork(join(directory, "here"), {[paratimeId]: binary});
    const {round} = await inserted(new KeyvalueClient(network.connect()), "here");
    await network.end("SIGINT");
    cpSync(join(directory, "here"), join(directory, "there"), {recursive: true});
    network = await startNetwork(join(directory, "there"), {[paratimeId]: binary});
    const client = new KeyvalueClient(network.connect(), 100n);
    expect(await client.get("here")).toBe("value");
    const next = await inserted(client, "there");
    expect(next.round).toBeGreaterThan(round);
    // Replaced while it runs, as packages are upgraded; the processes of the old one end some time.
    copyFileSync(binary, `${binary}.new`);
    renameSync(`${binary}.new`, binary);
    killParatimes(network);
    // A check may die with the process.
    const upgraded = await until("the new binary runs", () => inserted(client, "upgraded").catch(() => null));
    expect(upgraded.round).toBeGreaterThan(next.round);
    for (const key of ["here", "there", "upgraded"]) expect(await client.get(key)).toBe("value");
  });
});

async function inserted(client: KeyvalueClient, key: string) {
  const outcome = await client.insert(key, "value");
  if ("refused" in outcome) throw new RangeError(outcome.refused.message);
  return outcome;
}

/** Ends the sandboxes of the node that runs. */
function killParatimes(running: NetworkProcess): void {
  const begun = readLog(join(running.report.dir, "node.log")).flatMap(({msg, pid}) =>
    msg === "runtime started" && pid !== undefined ? [pid] : [],
  );
  for (const pid of begun.slice(-2)) process.kill(pid, "SIGKILL");
}
