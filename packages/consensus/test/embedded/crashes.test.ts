import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import {LmdbStore, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import {asHeight} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {expect, test} from "vitest";
import type {Engine} from "../../src/engine/index.ts";
import {TestNetwork} from "../engine/testNetwork.ts";
import {testEngine} from "./testEngine.ts";

const kills = process.env.FULL_TESTS === "1" ? 120 : 8;
/** Milliseconds from the first sign of life to the kill, at most. */
const longestLife = 150;

/** What killed engines told. */
class Testimony {
  /** Hash of the block of each height. */
  readonly blocks = new Map<string, string>();
  /** Height of the block with the transaction of each nonce. */
  readonly included = new Map<bigint, bigint>();

  hear(line: string): void {
    const [kind, height = "", what = ""] = line.split(" ");
    if (kind === "included") this.included.set(BigInt(what), BigInt(height));
    if (kind !== "block") return;
    const before = this.blocks.get(height);
    if (before !== undefined && before !== what) throw new RangeError(`two blocks at height ${height}`);
    this.blocks.set(height, what);
  }
}

test(`the chain survives ${kills} kills at any time`, {timeout: kills * 10_000}, async () => {
  const directory = mkdtempSync(join(tmpdir(), "crashes-"));
  const testimony = new Testimony();
  for (let i = 0; i < kills; i++) {
    // Different delays each time, the same in every run.
    const life = (i * 37) % longestLife;
    await liveAndDie(directory, await nonceOf(directory), life, testimony);
  }
  expect(testimony.included.size).toBeGreaterThan(0);
  await withStoredChain(directory, async (engine) => {
    for (const [height, hash] of testimony.blocks) {
      const block = await engine.block(asHeight(BigInt(height)));
      expect(toHex(block?.id.hash ?? new Uint8Array())).toBe(hash);
    }
    for (const [nonce, height] of testimony.included) {
      expect(await noncesIn(engine, height)).toContain(nonce);
    }
  });
  rmSync(directory, {recursive: true});
});

/** Runs an engine and kills it some time after it has made or replayed a block. */
async function liveAndDie(
  directory: string,
  nonce: bigint,
  life: number,
  testimony: Testimony,
): Promise<void> {
  const script = fileURLToPath(new URL("crashChild.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", script, directory, `${nonce}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("exit", (_, signal) => resolve(signal));
  });
  let isDying = false;
  for await (const line of createInterface({input: child.stdout})) {
    testimony.hear(line);
    if (isDying) continue;
    isDying = true;
    setTimeout(() => child.kill("SIGKILL"), life);
  }
  expect(await exited).toBe("SIGKILL");
}

/** What the stored chain expects next of the account. */
async function nonceOf(directory: string): Promise<bigint> {
  let nonce = 0n;
  await withStoredChain(directory, async (engine) => {
    for (let height = engine.status().latestHeight; height >= 1n; height = asHeight(height - 1n)) {
      const last = (await noncesIn(engine, height)).at(-1);
      if (last === undefined) continue;
      nonce = last + 1n;
      return;
    }
  });
  return nonce;
}

/** Replays all stored blocks on a new state, which checks every app hash and all results. */
async function withStoredChain(directory: string, use: (engine: Engine) => Promise<void>): Promise<void> {
  const network = await TestNetwork.create();
  const db = await openMemoryNodeDb({namespace: Namespace.zero()});
  const store = new LmdbStore({path: join(directory, "blocks"), readOnly: false, noSync: false});
  const engine = testEngine({network, db, store, blockTime: 60_000});
  await engine.start();
  await use(engine);
  await engine.stop();
  await store.close();
  await db.close();
}

async function noncesIn(engine: Engine, height: bigint): Promise<readonly bigint[]> {
  const block = await engine.block(asHeight(height));
  return (block?.transactions ?? []).map((raw) => {
    const {untrustedRawValue} = decode(SignedTransaction.envelope, raw);
    return decode(Transaction, untrustedRawValue ?? new Uint8Array()).nonce;
  });
}
