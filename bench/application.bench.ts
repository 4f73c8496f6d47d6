import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type NodeDb, openLmdbNodeDb} from "@oasis-node/mkvs/db";
import {type Address, asAddress} from "@oasis-node/primitives/address";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {Transfer} from "@oasis-node/state-transition/staking";
import {LocalChain} from "../test/chain/localChain.ts";
import type {BenchCase, BenchSuite} from "./suite.ts";

const signers = 1000;
const blockSize = 1000;

interface Bed {
  readonly path: string;
  readonly db: NodeDb;
  readonly chain: LocalChain;
  readonly accounts: number;
  nonce: bigint;
}

/** A chain that goes on after a restart: nothing of its genesis is in memory, only what it reads of its state. */
async function newBed(accounts: number): Promise<Bed> {
  const path = mkdtempSync(join(tmpdir(), "oasis-bench-"));
  const first = await openDb(path);
  const others = Array.from({length: accounts - signers}, (_, i) => otherAddress(i));
  const begun = await LocalChain.start({db: first, accounts: signers, others});
  await begun.block([]);
  await first.close();
  const db = await openDb(path);
  return {path, db, chain: begun.restarted(db), accounts, nonce: 0n};
}

function openDb(path: string): Promise<NodeDb> {
  return openLmdbNodeDb({
    path: join(path, "db"),
    namespace: asNamespace(new Uint8Array(32)),
    discardWriteLogs: true,
  });
}

function otherAddress(index: number): Address {
  const address = new Uint8Array(21);
  address.set(hashOf(Uint8Array.of(index, index >> 8, index >> 16)).subarray(0, 20), 1);
  return asAddress(address);
}

/** One transfer of every signer, to accounts from all over the state. */
async function transfers({chain, accounts, nonce}: Bed): Promise<Uint8Array[]> {
  const fee = {amount: 1000n, gas: asGas(1000n)};
  return Promise.all(
    Array.from({length: blockSize}, (_, i) => {
      const to = otherAddress(((Number(nonce) * blockSize + i) * 7919) % (accounts - signers));
      const body = encode(Transfer, {to, amount: 1n});
      return chain.sign(i, {nonce, fee, method: "staking.Transfer", body});
    }),
  );
}

/** Blocks of a thousand transfers; nothing of them has been verified before. */
class TransferBed {
  readonly #accounts: number;
  readonly #ready: Uint8Array[][] = [];
  #bed: Bed | null = null;

  constructor(accounts: number) {
    this.#accounts = accounts;
  }

  async setup(blocks: number): Promise<void> {
    this.#bed = await newBed(this.#accounts);
    for (let i = 0; i < blocks; i++) {
      this.#ready.push(await transfers(this.#bed));
      this.#bed.nonce++;
    }
  }

  async run(): Promise<void> {
    const {results} = (await this.#bed?.chain.block(this.#ready.shift() ?? [])) ?? {results: []};
    const refused = results.find(({code}) => code !== 0);
    if (results.length !== blockSize || refused !== undefined)
      throw new RangeError(`refused: ${refused?.log}`);
  }

  stop(): Promise<void> {
    return stop(this.#bed);
  }
}

const blocks = 24;
/** Rounds before those that count, for caches to fill. */
const warmUps = 8;

function transferCase(): BenchCase {
  const bed = new TransferBed(10_000);
  return {
    name: "deliver a signed transfer in blocks of 1,000, durable, 10000 accounts",
    unit: "tx",
    bar: "≥ 3 k/s",
    opsPerRun: blockSize,
    runs: blocks,
    setup: () => bed.setup(blocks),
    run: () => bed.run(),
    teardown: () => bed.stop(),
  };
}

/** A large state against a small one, block by block in turn. */
function largeStateCase(): BenchCase {
  const small = new TransferBed(10_000);
  const large = new TransferBed(1_000_000);
  return {
    name: "deliver a signed transfer in blocks of 1,000, durable, 1 M accounts",
    unit: "tx",
    bar: "ours/peer ≥ 0.67",
    opsPerRun: blockSize,
    runs: blocks,
    setup: async () => {
      await large.setup(blocks + warmUps);
      await small.setup(blocks + warmUps);
      for (let i = 0; i < warmUps; i++) {
        await large.run();
        await small.run();
      }
    },
    run: () => large.run(),
    teardown: async () => {
      expectSmallHeap();
      await large.stop();
      await small.stop();
    },
    peer: {name: "10000 accounts", run: () => small.run(), opsPerRun: blockSize},
  };
}

const maxHeap = 300e6;

function expectSmallHeap(): void {
  globalThis.gc?.();
  const {heapUsed, external} = process.memoryUsage();
  process.stderr.write(
    `heap ${Math.round(heapUsed / 1e6)} MB, outside of it ${Math.round(external / 1e6)} MB\n`,
  );
  if (heapUsed > maxHeap) throw new RangeError(`the heap takes ${heapUsed} bytes, more than ${maxHeap}`);
}

function emptyBlocksCase(): BenchCase {
  const blocksPerRun = 100;
  const bed: {current: Bed | null} = {current: null};
  return {
    name: "make an empty block, durable, 10000 accounts",
    unit: "block",
    bar: "≥ 300/s",
    opsPerRun: blocksPerRun,
    runs: 5,
    setup: async () => {
      bed.current = await newBed(10_000);
    },
    run: async () => {
      for (let i = 0; i < blocksPerRun; i++) await bed.current?.chain.block([]);
    },
    teardown: () => stop(bed.current),
  };
}

async function stop(bed: Bed | null): Promise<void> {
  await bed?.db.close();
  if (bed !== null) rmSync(bed.path, {recursive: true, force: true});
}

export const suite: BenchSuite = {
  name: "application",
  cases: [transferCase(), largeStateCase(), emptyBlocksCase()],
};
