import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type NodeDb, openLmdbNodeDb} from "@oasis-node/mkvs/db";
import {asAddress} from "@oasis-node/primitives/address";
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
  nonce: bigint;
}

async function newBed(accounts: number): Promise<Bed> {
  const path = mkdtempSync(join(tmpdir(), "oasis-bench-"));
  const db = await openLmdbNodeDb({
    path: join(path, "db"),
    namespace: asNamespace(new Uint8Array(32)),
    discardWriteLogs: true,
  });
  const others = Array.from({length: accounts - signers}, (_, i) => {
    const address = new Uint8Array(21);
    address.set(hashOf(Uint8Array.of(i, i >> 8, i >> 16)).subarray(0, 20), 1);
    return asAddress(address);
  });
  const chain = await LocalChain.start({db, accounts: signers, others});
  await chain.block([]);
  return {path, db, chain, nonce: 0n};
}

/** One transfer of every signer, to another account of the state. */
async function transfers({chain, nonce}: Bed): Promise<Uint8Array[]> {
  const fee = {amount: 1000n, gas: asGas(1000n)};
  return Promise.all(
    Array.from({length: blockSize}, (_, i) => {
      const body = encode(Transfer, {to: chain.addressOf(i * 7 + 1), amount: 1n});
      return chain.sign(i, {nonce, fee, method: "staking.Transfer", body});
    }),
  );
}

/** Blocks of a thousand transfers; nothing of them has been verified before. */
function transferCase(accounts: number): BenchCase {
  const blocks = 8;
  const bed: {current: Bed | null; ready: Uint8Array[][]} = {current: null, ready: []};
  return {
    name: `deliver a signed transfer in blocks of 1,000, durable, ${accounts} accounts`,
    unit: "tx",
    bar: "≥ 3 k/s",
    opsPerRun: blockSize,
    runs: blocks,
    setup: async () => {
      bed.current = await newBed(accounts);
      for (let i = 0; i < blocks; i++) {
        bed.ready.push(await transfers(bed.current));
        bed.current.nonce++;
      }
    },
    run: async () => {
      const {results} = (await bed.current?.chain.block(bed.ready.shift() ?? [])) ?? {results: []};
      if (results.some(({code}) => code !== 0))
        throw new RangeError(`refused: ${results.find(({code}) => code !== 0)?.log}`);
    },
    teardown: () => stop(bed.current),
  };
}

function emptyBlocksCase(): BenchCase {
  const blocks = 100;
  const bed: {current: Bed | null} = {current: null};
  return {
    name: "make an empty block, durable, 10000 accounts",
    unit: "block",
    bar: "≥ 300/s",
    opsPerRun: blocks,
    runs: 5,
    setup: async () => {
      bed.current = await newBed(10_000);
    },
    run: async () => {
      for (let i = 0; i < blocks; i++) await bed.current?.chain.block([]);
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
  cases: [transferCase(10_000), transferCase(1_000_000), emptyBlocksCase()],
};
