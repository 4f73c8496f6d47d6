import {stakingAddress} from "@oasis-node/primitives/address";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {asEpoch, asGas, asHeight} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {asPublicKey} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {Fee, SignedTransaction} from "@oasis-node/state-transition/consensus";
import {Withdraw} from "@oasis-node/state-transition/staking";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {
  beaconBackend,
  consensusBackend,
  consensusLightBackend,
  governanceBackend,
  keymanagerBackend,
  registryBackend,
  roothashBackend,
  schedulerBackend,
  stakingBackend,
} from "../../src/backends/index.ts";
import {openTestChain, type TestChain} from "./testChain.ts";

const latest = asHeight(0n);
const recipient = stakingAddress(testSigner("chain account 0").publicKey);

let chain: TestChain;

beforeEach(async () => {
  chain = await openTestChain();
});

afterEach(() => chain.close());

/** Starts the engine and waits for its first block. */
async function firstBlock(): Promise<void> {
  const blocks = consensusBackend(chain).watchBlocks()[Symbol.asyncIterator]();
  await chain.engine.start();
  await blocks.next();
  await blocks.return?.();
}

describe("submission", () => {
  beforeEach(firstBlock);

  test("returns when the transaction is in a block, whose result and event can be asked at once", async () => {
    const consensus = consensusBackend(chain);
    await consensus.submitTx(await chain.transfer({from: 1, nonce: 0n, amount: 5n}));
    const {transactions, results} = await consensus.getTransactionsWithResults(latest);
    expect(results).toMatchObject([{error: {code: 0}}]);
    const events = await stakingBackend(chain).getEvents(latest);
    const txHash = hashOf(transactions?.[0] ?? new Uint8Array());
    expect(events?.find(({transfer}) => transfer?.amount === 5n)).toMatchObject({
      txHash,
      transfer: {to: recipient},
    });
    expect(await consensus.getTransactions(latest)).toEqual(transactions);
  });

  test("a failed check gives the module and number of the failure", async () => {
    const {submitTx} = consensusBackend(chain);
    const {submitTxNoWait} = consensusLightBackend(chain);
    const wrongNonce = await chain.transfer({from: 1, nonce: 7n});
    const error = {module: "consensus/transaction", code: 1, message: "transaction: invalid nonce"};
    await expect(submitTx(wrongNonce)).rejects.toMatchObject(error);
    await expect(submitTxNoWait(wrongNonce)).rejects.toMatchObject(error);
  });

  test("a failed execution gives the module and number of the failure", async () => {
    const {submitTx} = consensusBackend(chain);
    const raw = await chain.network.sign(testSigner("chain account 1"), {
      nonce: 0n,
      fee: Fee.make({gas: asGas(10_000n)}),
      method: "staking.Withdraw",
      body: encode(Withdraw, {from: recipient, amount: 1n}),
    });
    const withdrawal = decode(SignedTransaction.envelope, raw);
    await expect(submitTx(withdrawal)).rejects.toMatchObject({module: "staking", code: 5});
    const tooMuch = await chain.transfer({from: 1, nonce: 1n, amount: 10n ** 30n});
    // The reference has no number for it.
    const error = {module: "unknown", code: 1, message: "insufficient balance"};
    await expect(submitTx(tooMuch)).rejects.toMatchObject(error);
  });

  test("a transaction that was in a block is a duplicate", async () => {
    const {submitTx} = consensusBackend(chain);
    const transfer = await chain.transfer({from: 1, nonce: 0n});
    await submitTx(transfer);
    await expect(submitTx(transfer)).rejects.toMatchObject({module: "consensus", code: 5});
  });

  test("a transaction that is too large is refused by its own number", async () => {
    const transfer = await chain.transfer({from: 1, nonce: 0n});
    const large = {...transfer, untrustedRawValue: new Uint8Array(3_000_000)};
    await expect(consensusBackend(chain).submitTx(large)).rejects.toMatchObject({
      module: "consensus",
      code: 2,
    });
  });

  test("whoever gives up waiting gets the reason", async () => {
    const {submitTx} = consensusBackend(chain);
    const signal = AbortSignal.abort(new RangeError("given up"));
    await expect(submitTx(await chain.transfer({from: 1, nonce: 0n}), {signal})).rejects.toThrow("given up");
  });

  test("gas is estimated and nonces are told", async () => {
    const {estimateGas, getSignerNonce, submitTx} = consensusBackend(chain);
    const {publicKey: signer} = testSigner("chain account 1");
    await expect(estimateGas({signer, transaction: null})).rejects.toMatchObject({
      module: "consensus",
      code: 6,
    });
    const nonceOf = () => getSignerNonce({accountAddress: stakingAddress(signer), height: latest});
    expect(await nonceOf()).toBe(0n);
    await submitTx(await chain.transfer({from: 1, nonce: 0n}));
    expect(await nonceOf()).toBe(1n);
  });
});

describe("heights", () => {
  test("before the first block there is nothing to tell", async () => {
    const none = {module: "consensus", code: 1};
    await expect(consensusBackend(chain).getBlock(latest)).rejects.toMatchObject(none);
    await expect(consensusLightBackend(chain).getLightBlock(latest)).rejects.toMatchObject(none);
    await expect(stakingBackend(chain).totalSupply(latest)).rejects.toMatchObject(none);
    const status = await consensusBackend(chain).getStatus();
    expect(status).toMatchObject({
      latestHeight: 0n,
      latestEpoch: 0n,
      genesisHeight: 1n,
      lastRetainedHeight: 1n,
    });
  });

  test("a height without a block is refused in the reference's words", async () => {
    await firstBlock();
    const {getBlock, getTransactionsWithResults} = consensusBackend(chain);
    await expect(getBlock(asHeight(99n))).rejects.toThrow(
      "tendermint: block query failed: height 99 must be less than or equal to the current blockchain height 1",
    );
    await expect(getBlock(asHeight(-1n))).rejects.toThrow("height must be greater than 0, but got -1");
    await expect(getTransactionsWithResults(asHeight(99n))).rejects.toMatchObject({
      code: "heightUnavailable",
    });
  });

  test("the height after the latest has validators and parameters, the one after it none", async () => {
    await firstBlock();
    const {getLightBlock, getParameters} = consensusLightBackend(chain);
    expect((await getLightBlock(asHeight(2n))).height).toBe(2n);
    expect((await getParameters(asHeight(2n))).height).toBe(2n);
    const notFound = {module: "consensus", code: 3};
    await expect(getLightBlock(asHeight(9n))).rejects.toMatchObject(notFound);
    await expect(getParameters(asHeight(9n))).rejects.toMatchObject(notFound);
  });

  test("the state of an earlier height is what it was", async () => {
    await firstBlock();
    const {account} = stakingBackend(chain);
    const balance = async (height: bigint) =>
      (await account({owner: recipient, height: asHeight(height)})).general.balance;
    const before = await balance(0n);
    await consensusBackend(chain).submitTx(await chain.transfer({from: 1, nonce: 0n, amount: 5n}));
    expect([await balance(1n), await balance(0n)]).toEqual([before, before + 5n]);
  });

  test("the status tells where the chain is", async () => {
    await firstBlock();
    const {getStatus, getBlock} = consensusBackend(chain);
    const {hash, time, stateRoot} = await getBlock(latest);
    expect(await getStatus()).toMatchObject({
      backend: "tendermint",
      mode: "full",
      features: 3,
      nodePeers: [],
      latestHeight: 1n,
      latestHash: hash,
      latestTime: time,
      latestStateRoot: stateRoot,
      genesisHash: hash,
      lastRetainedHash: hash,
      isValidator: true,
    });
  });
});

describe("what is not there", () => {
  beforeEach(firstBlock);

  test("has the number of its module", async () => {
    const id = asPublicKey(new Uint8Array(32));
    const runtimeId = asNamespace(new Uint8Array(32));
    const height = latest;
    const registry = registryBackend(chain);
    await expect(registry.getEntity({height, id})).rejects.toMatchObject({module: "registry", code: 9});
    await expect(registry.getNode({height, id})).rejects.toMatchObject({module: "registry", code: 10});
    await expect(registry.getRuntime({height, id: runtimeId})).rejects.toMatchObject({
      module: "registry",
      code: 11,
    });
    const proposal = governanceBackend(chain).proposal({height, proposalId: 1n});
    await expect(proposal).rejects.toMatchObject({module: "governance", code: 5});
    const state = roothashBackend(chain).getRuntimeState({height, runtimeId});
    await expect(state).rejects.toMatchObject({module: "roothash", code: 3});
    const status = keymanagerBackend(chain).getStatus({height, id: runtimeId});
    await expect(status).rejects.toMatchObject({module: "keymanager", code: 1});
    await expect(beaconBackend(chain).getBeacon(latest)).rejects.toMatchObject({module: "beacon", code: 1});
  });

  test("is an empty list where a list is asked for", async () => {
    expect(await registryBackend(chain).getRuntimes({height: latest, includeSuspended: true})).toBeNull();
    expect(await keymanagerBackend(chain).getStatuses(latest)).toBeNull();
    expect(await governanceBackend(chain).getEvents(latest)).toBeNull();
    expect(await consensusBackend(chain).getTransactions(latest)).toEqual([]);
  });

  test("a consensus address of any length is just nobody's", async () => {
    const {getNodeByConsensusAddress} = registryBackend(chain);
    for (const address of [null, new Uint8Array(3), new Uint8Array(20), new Uint8Array(500)]) {
      const node = getNodeByConsensusAddress({height: latest, address});
      await expect(node).rejects.toMatchObject({module: "registry", code: 10});
    }
  });
});

describe("reads with proofs", () => {
  beforeEach(firstBlock);

  test("prove what the state of a header holds; another root is refused", async () => {
    await consensusBackend(chain).submitTx(await chain.transfer({from: 1, nonce: 0n}));
    const {stateRoot: root} = await consensusBackend(chain).getBlock(latest);
    const {stateSyncGet, stateSyncGetPrefixes, stateSyncIterate} = consensusLightBackend(chain);
    const tree = {root, position: root.hash};
    const key = new Uint8Array([0x56]);
    for (const {proof} of [
      await stateSyncGet({tree, key, includeSiblings: false}),
      await stateSyncGetPrefixes({tree, prefixes: [key], limit: 10}),
      await stateSyncIterate({tree, key, prefetch: 10}),
    ]) {
      expect(proof.untrustedRoot).toEqual(root.hash);
    }
    const others = [
      {...root, version: 77n},
      {...root, namespace: asNamespace(new Uint8Array(32).fill(1, 31))},
    ];
    for (const other of others) {
      const refused = stateSyncGet({tree: {...tree, root: other}, key, includeSiblings: false});
      await expect(refused).rejects.toMatchObject({module: "storage/mkvs/db", code: 8});
    }
  });
});

describe("streams", () => {
  test("of epochs: the current one first, then those that begin", async () => {
    const {watchEpochs} = beaconBackend(chain);
    const epochs = watchEpochs()[Symbol.asyncIterator]();
    expect((await epochs.next()).value).toBe(0n);
    await chain.close();
    chain = await openTestChain({emptyBlockInterval: 1});
    await chain.engine.start();
    const beacon = beaconBackend(chain);
    await beacon.waitEpoch(asEpoch(3n));
    expect(await beacon.getEpoch(latest)).toBeGreaterThanOrEqual(3n);
    const current = await beacon.getEpoch(latest);
    expect((await beacon.watchEpochs()[Symbol.asyncIterator]().next()).value).toBeGreaterThanOrEqual(current);
  });

  test("of staking events: only those after the beginning", async () => {
    await firstBlock();
    const {submitTx} = consensusBackend(chain);
    await submitTx(await chain.transfer({from: 1, nonce: 0n, amount: 3n}));
    const events = stakingBackend(chain).watchEvents()[Symbol.asyncIterator]();
    await submitTx(await chain.transfer({from: 1, nonce: 1n, amount: 4n}));
    let found = await events.next();
    while (found.value?.transfer?.from === undefined || found.value.transfer.amount !== 4n) {
      expect(found.value?.transfer?.amount).not.toBe(3n);
      found = await events.next();
    }
    expect(found.value.height).toBe(3n);
  });

  test("of nodes: the list there is first", async () => {
    await firstBlock();
    const {watchNodeList, getNodes} = registryBackend(chain);
    const {value} = await watchNodeList()[Symbol.asyncIterator]().next();
    expect(value).toEqual({nodes: await getNodes(latest)});
    expect(value?.nodes?.length).toBe(1);
  });

  test("end when the engine stops, and with it the waiting for an epoch", async () => {
    await firstBlock();
    const readers = [
      consensusBackend(chain).watchBlocks(),
      stakingBackend(chain).watchEvents(),
      governanceBackend(chain).watchEvents(),
      registryBackend(chain).watchEntities(),
      registryBackend(chain).watchNodes(),
      registryBackend(chain).watchRuntimes(),
      schedulerBackend(chain).watchCommittees(),
      roothashBackend(chain).watchBlocks(asNamespace(new Uint8Array(32))),
      roothashBackend(chain).watchEvents(asNamespace(new Uint8Array(32))),
    ].map((stream) => stream[Symbol.asyncIterator]().next());
    const waiting = beaconBackend(chain).waitEpoch(asEpoch(1_000n));
    const refused = expect(waiting).rejects.toMatchObject({code: "stopped"});
    await chain.engine.stop();
    for (const {done} of await Promise.all(readers)) expect(done).toBe(true);
    await refused;
  });
});

describe("a burst of transactions", () => {
  test("status and reads are answered meanwhile", async () => {
    await firstBlock();
    const {submitTx, getStatus} = consensusBackend(chain);
    const transfers = await Promise.all(
      Array.from({length: 400}, (_, i) =>
        chain.transfer({from: 1 + (i % 4), nonce: BigInt(Math.floor(i / 4))}),
      ),
    );
    const burst = Promise.all(transfers.map((transfer) => submitTx(transfer)));
    let isDone = false;
    const done = burst.then(() => {
      isDone = true;
    });
    let slowest = 0;
    while (!isDone) {
      const start = performance.now();
      await getStatus();
      await stakingBackend(chain).account({owner: recipient, height: latest});
      slowest = Math.max(slowest, performance.now() - start);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await done;
    expect(slowest).toBeLessThan(1000);
  });
});
