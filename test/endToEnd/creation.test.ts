import {existsSync} from "node:fs";
import {mkdir, readdir, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {testDirectory} from "./support/directory.ts";
import {NetworkProcess} from "./support/network.ts";
import {type Ended, type Program, run} from "./support/program.ts";
import {SeededRandom, seedOf} from "./support/seededRandom.ts";

const isFull = process.env.FULL_TESTS === "1";
const loader = new URL("./support/deathPoint.ts", import.meta.url).href;

/** The environment of a process that is killed at a step that changes the file system; 0 for none. */
function dyingAt(step: number): NodeJS.ProcessEnv {
  return {...process.env, NODE_OPTIONS: `--import ${loader}`, DEATH_POINT: String(step)};
}

function stepsOf({stderr}: Ended): number {
  return Number(/^STEPS=(\d+)$/m.exec(stderr)?.[1]);
}

/** All steps in a full run, some of them otherwise. */
function chosen(steps: number, some: number, random: SeededRandom): number[] {
  const all = Array.from({length: steps}, (_, i) => i + 1);
  if (isFull) return all;
  return Array.from({length: Math.min(some, steps)}, () => all[random.below(steps)] ?? 1);
}

describe("a command that is killed while it writes leaves nothing that stands in the way", {
  timeout: 600_000,
}, () => {
  const random = new SeededRandom(seedOf("creation"));

  test("registry entity init", async () => {
    const dir = join(testDirectory(), "entity");
    const init = ["registry", "entity", "init", "--signer.dir", dir];
    const fresh = async (): Promise<void> => {
      await rm(dir, {recursive: true, force: true});
      await mkdir(dir, {mode: 0o700});
    };
    await fresh();
    const whole = await run(init, {env: dyingAt(0)});
    expect(whole.code).toBe(0);
    for (const step of chosen(stepsOf(whole), 2, random)) {
      await fresh();
      expect((await run(init, {env: dyingAt(step)})).signal, `step ${step}`).toBe("SIGKILL");
      await repeatEntityInit(dir, init, step);
    }
  });

  test("registry node init", async () => {
    const dir = join(testDirectory(), "node");
    const entityId = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const init = ["registry", "node", "init", "--datadir", dir, "--node.entity_id", entityId].concat(
      ["--node.role", "validator", "--node.consensus_address"],
      `${entityId}@127.0.0.1:26656`,
    );
    const whole = await run(init, {env: dyingAt(0)});
    expect(whole).toMatchObject({code: 0});
    for (const step of chosen(stepsOf(whole), 2, random)) {
      await rm(dir, {recursive: true, force: true});
      expect((await run(init, {env: dyingAt(step)})).signal, `step ${step}`).toBe("SIGKILL");
      const again = await run(init);
      expect({step, code: again.code, output: again.stdout + again.stderr}).toEqual({
        step,
        code: 0,
        output: "",
      });
      JSON.parse(await readFile(join(dir, "node_genesis.json"), "utf8"));
    }
  });

  test("localnet", async () => {
    const dir = join(testDirectory(), "network");
    for (const step of chosen(await stepsToNetwork(dir), 2, random)) {
      await rm(dir, {recursive: true, force: true});
      const dying = NetworkProcess.launch(dir, {env: dyingAt(step)});
      // The last steps are those of an orderly stop.
      await dying.saying(/^\{.*\}\n/);
      dying.kill("SIGINT");
      expect((await dying.ended).signal, `step ${step}`).toBe("SIGKILL");
      const network = await NetworkProcess.start(dir);
      expect((await network.end("SIGINT")).code).toBe(0);
    }
  });
});

test("a network that is killed while it starts over is the old one or a new one", {
  timeout: 60_000,
}, async () => {
  const dir = join(testDirectory(), "network");
  const first = await NetworkProcess.start(dir);
  await first.end("SIGKILL");
  const chains = new Set([first.report.chain_context]);
  // The first two steps move the old network out of the way and remove it.
  for (const step of [1, 2]) {
    const dying = NetworkProcess.launch(dir, {args: ["--fresh"], env: dyingAt(step)});
    expect((await dying.ended).signal).toBe("SIGKILL");
    const network = await NetworkProcess.start(dir);
    chains.add(network.report.chain_context);
    expect(chains.size).toBe(step);
    expect((await network.end("SIGINT")).code).toBe(0);
  }
});

/** What a cut-off `registry entity init` left can be made whole: by the same command, or with the key that is there. */
async function repeatEntityInit(dir: string, init: readonly string[], step: number): Promise<void> {
  const key = join(dir, "entity.pem");
  const kept = existsSync(key) ? await readFile(key, "utf8") : null;
  const again = await run(kept === null ? init : [...init, "--force", "--entity.reuse_signer"]);
  expect({step, code: again.code}).toEqual({step, code: 0});
  const files = await readdir(dir);
  expect(files).toEqual(expect.arrayContaining(["entity.json", "entity.pem", "entity_genesis.json"]));
  expect(await readFile(key, "utf8")).toBe(kept ?? (await readFile(key, "utf8")));
}

async function stepsToNetwork(dir: string): Promise<number> {
  const program: Program = NetworkProcess.launch(dir, {env: dyingAt(0)});
  expect(await program.saying(/^\{.*\}\n/)).not.toBeNull();
  program.kill("SIGINT");
  const ended = await program.ended;
  expect(ended.code).toBe(0);
  return stepsOf(ended);
}
