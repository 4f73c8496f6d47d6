import {MemoryStore, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asHeight} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import type {CommittedBlock, Engine} from "../../src/engine/index.ts";
import {testEngine} from "../embedded/testEngine.ts";
import {TestNetwork} from "../engine/testNetwork.ts";

const namespace = Namespace.zero();
const never = new AbortController().signal;

/** Resolves with all blocks up to a height. */
async function blocksUntil(engine: Engine, height: bigint): Promise<CommittedBlock[]> {
  const blocks: CommittedBlock[] = [];
  const done = new AbortController();
  for await (const block of engine.subscribe({signal: done.signal})) {
    blocks.push(block);
    if (block.height >= height) done.abort();
  }
  return blocks;
}

/** An engine on a store in memory that makes a block after the other, slowly enough for transactions to come together. */
async function busyEngine() {
  const network = await TestNetwork.create({accounts: 40});
  const store = new MemoryStore();
  const db = await openMemoryNodeDb({namespace, discardWriteLogs: true});
  return {
    network,
    store,
    db,
    engine: testEngine({network, db, store, blockTime: 40, emptyBlockInterval: 40}),
  };
}

function bytesOf(store: MemoryStore): number {
  return [...store.range(Uint8Array.of(0), Uint8Array.of(0xff))].reduce(
    (sum, [key, value]) => sum + key.length + value.length,
    0,
  );
}

describe("stored blocks", () => {
  test("small and large ones are read after a restart as they were made", async () => {
    const {network, store, db, engine} = await busyEngine();
    const transfers = Array.from({length: 40}, (_, from) => network.transfer({from, nonce: 0n}));
    const signed = await Promise.all(transfers);
    const made = blocksUntil(engine, 6n);
    await engine.start();
    const inclusions = await Promise.all(signed.map((raw) => engine.submitAndWait(raw, never)));
    expect(inclusions.every(({kind}) => kind === "included")).toBe(true);
    const blocks = await made;
    await engine.stop();
    const again = testEngine({network, db, store});
    await again.start();
    for (const {height, block} of blocks) expect(await again.block(height)).toEqual(block);
    expect(blocks.some(({block}) => block.size > 4096)).toBe(true);
    expect(blocks.some(({block}) => block.transactions.length === 0)).toBe(true);
    await again.stop();
  });

  test("an empty block takes less than half a kilobyte", async () => {
    const {store, engine} = await busyEngine();
    const first = blocksUntil(engine, 3n);
    await engine.start();
    await first;
    const [before, from] = [bytesOf(store), engine.status().latestHeight];
    await blocksUntil(engine, from + 10n);
    await engine.stop();
    const blocks = Number(engine.status().latestHeight - from);
    expect((bytesOf(store) - before) / blocks).toBeLessThan(512);
    expect(await engine.block(asHeight(from + 5n))).not.toBeNull();
  });
});
