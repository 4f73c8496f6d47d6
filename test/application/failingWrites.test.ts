import {type NodeDb, NodeDbError, type OrderedStore, openNodeDb} from "@oasis-node/mkvs/db";
import {encode} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {ApplicationError} from "@oasis-node/state-transition/application";
import {Transfer} from "@oasis-node/state-transition/staking";
import {beforeAll, describe, expect, test} from "vitest";
import {MemoryStore} from "../../packages/mkvs/src/db/memoryStore.ts";
import {FaultyStore} from "../../packages/mkvs/test/db/faultyStore.ts";
import {LocalChain} from "../chain/localChain.ts";

const blocks = 8;

function open(store: OrderedStore): Promise<NodeDb> {
  return openNodeDb(store, {
    namespace: asNamespace(new Uint8Array(32)),
    discardWriteLogs: true,
    cacheSize: 1 << 20,
  });
}

function start(db: NodeDb): Promise<LocalChain> {
  return LocalChain.start({db, accounts: 3, blocksPerEpoch: 3n});
}

/** Makes the block of a height, the same whatever happened before; its app hash. */
async function makeBlock(chain: LocalChain, height: number): Promise<Uint8Array> {
  const fee = {amount: 10n, gas: asGas(1000n)};
  const body = encode(Transfer, {to: chain.addressOf(height + 1), amount: BigInt(height)});
  const nonce = BigInt(height - 1);
  const transfer = await chain.sign(0, {nonce, fee, method: "staking.Transfer", body});
  const {appHash, results} = await chain.block([transfer]);
  expect(results.map(({code}) => code)).toEqual([0]);
  return appHash;
}

/** App hashes of the heights made before a block could not be stored, and why it could not. */
async function makeUntilFailure(chain: LocalChain): Promise<{hashes: Uint8Array[]; failure: unknown}> {
  const hashes: Uint8Array[] = [];
  for (let height = 1; height <= blocks; height++) {
    try {
      hashes.push(await makeBlock(chain, height));
    } catch (failure) {
      return {hashes, failure};
    }
  }
  return {hashes, failure: null};
}

async function continueTo(chain: LocalChain): Promise<Uint8Array[]> {
  const hashes: Uint8Array[] = [];
  for (let height = Number(chain.application.state.lastHeight) + 1; height <= blocks; height++) {
    hashes.push(await makeBlock(chain, height));
  }
  return hashes;
}

async function expectStopped(chain: LocalChain): Promise<void> {
  const {application} = chain;
  const none = new Uint8Array();
  const stopped = expect.objectContaining({
    code: "stopped",
    cause: expect.objectContaining({code: "commitFailed"}),
  });
  const request = {
    hash: none,
    lastCommitHash: none,
    time: 0n,
    proposerAddress: none,
    votes: [],
    misbehaviours: [],
  };
  expect(() => application.beginBlock(request)).toThrow(stopped);
  expect(() => application.deliverTx(none)).toThrow(stopped);
  expect(() => application.checkTx(none)).toThrow(stopped);
  expect(() => application.endBlock()).toThrow(stopped);
  await expect(application.commit()).rejects.toEqual(stopped);
}

/** A write that is reported to have failed, although all of it was stored: the process may be told so by a dying disk. */
class LyingStore extends FaultyStore {
  readonly #truth: OrderedStore;

  constructor(truth: OrderedStore, failAt: number) {
    super(truth, failAt);
    this.#truth = truth;
  }

  override write(changes: Parameters<OrderedStore["write"]>[0]): void {
    try {
      super.write(changes);
    } catch (error) {
      this.#truth.write(changes);
      throw error;
    }
  }
}

describe("an application whose database fails", () => {
  let expected: Uint8Array[] = [];
  let writes = 0;

  beforeAll(async () => {
    const store = new FaultyStore(new MemoryStore(), Number.POSITIVE_INFINITY);
    expected = (await makeUntilFailure(await start(await open(store)))).hashes;
    writes = store.writes;
  });

  test("makes a durable write for each block", () => {
    expect([expected.length, writes >= blocks]).toEqual([blocks, true]);
  });

  test.each([
    ["that is not made", FaultyStore],
    ["that is made nevertheless", LyingStore],
  ])("at any write %s stops; a new one goes on from the last whole block", async (_, Faulty) => {
    for (let failAt = 2; failAt <= writes; failAt++) {
      const store = new MemoryStore();
      const chain = await start(await open(new Faulty(store, failAt)));
      const {hashes, failure} = await makeUntilFailure(chain);
      expect(failure).toMatchObject({code: "commitFailed", cause: expect.any(NodeDbError)});
      expect(failure).toBeInstanceOf(ApplicationError);
      await expectStopped(chain);
      const kept = hashes.length + (Faulty === LyingStore ? 1 : 0);
      if (kept === 0) continue;
      const next = chain.restarted(await open(store));
      expect(next.application.info()).toMatchObject({
        lastHeight: BigInt(kept),
        lastAppHash: expected[kept - 1],
      });
      expect([...expected.slice(0, kept), ...(await continueTo(next))]).toEqual(expected);
    }
  });

  test("after the tree was stored and before it is final: the next application stores it again", async () => {
    const store = new MemoryStore();
    const db = await open(store);
    const chain = await start(db);
    for (let height = 1; height <= 4; height++) await makeBlock(chain, height);
    db.finalize = async () => {
      // Everything so far is on disk.
      await db.sync();
      throw new NodeDbError("storageFailed", "write failed");
    };
    await expect(makeBlock(chain, 5)).rejects.toMatchObject({code: "commitFailed"});
    await expectStopped(chain);
    const next = chain.restarted(await open(store));
    expect(next.application.info().lastHeight).toBe(4n);
    expect(await continueTo(next)).toEqual(expected.slice(4));
  });
});
