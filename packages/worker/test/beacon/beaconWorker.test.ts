import {decode, encode} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {publicPoint} from "@oasis-node/primitives/pvss";
import {BeaconParameters, PvssCommit} from "@oasis-node/state-transition/beacon";
import {afterEach, describe, expect, test} from "vitest";
import {beaconScalar} from "../../../../test/chain/chainDocument.ts";
import {BeaconWorker} from "../../src/beacon/index.ts";
import {RoundRecord} from "../../src/beacon/roundRecord.ts";
import {PvssChain} from "../support/pvssChain.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";
import {memoryServiceStore, random} from "../support/testChain.ts";
import {TestIdentity} from "../support/testIdentity.ts";

const roundKey = "pvss round state";

const controllers: AbortController[] = [];
const running: Promise<void>[] = [];

afterEach(async () => {
  for (const controller of controllers) controller.abort();
  await Promise.all(running);
  controllers.length = 0;
  running.length = 0;
});

function start(chain: PvssChain, operator: string, store = memoryServiceStore()) {
  const logger = new RecordingLogger();
  const worker = new BeaconWorker({
    chain: chain.api,
    identity: new TestIdentity(operator, {beaconScalar: beaconScalar(operator)}),
    store,
    synced: async () => {},
    submitter: chain.submitter,
    clock: systemClock,
    random,
    logger,
  });
  const controller = new AbortController();
  const ended = worker.run(controller.signal);
  controllers.push(controller);
  running.push(ended);
  const stop = async (): Promise<void> => {
    controller.abort();
    await ended;
  };
  return {logger, store, stop};
}

/** Makes blocks until the epoch has come, each when the participants have said what they have to. */
async function advance(chain: PvssChain, epoch: bigint, operators?: readonly string[]): Promise<void> {
  while (chain.epoch < epoch) {
    await chain.settled(operators);
    await chain.block();
  }
}

async function advanceTo(chain: PvssChain, state: number): Promise<void> {
  while (chain.round?.state !== state) {
    await chain.settled();
    await chain.block();
  }
}

describe("the PVSS beacon", {timeout: 30_000}, () => {
  test("makes epochs out of what two nodes commit and reveal, and both agree on the entropy", async () => {
    const chain = await PvssChain.start();
    const workers = chain.operators.map((operator) => start(chain, operator));
    await advance(chain, 3n);
    expect(chain.failures).toEqual([]);
    expect(chain.commits).toHaveLength(6);
    for (const {logger} of workers) {
      await logger.until("recover: entropy is right", 3);
      expect(logger.lines.filter(({level}) => level === "error")).toEqual([]);
    }
  });

  test("gets the same commit again from a node that was stopped before its block came", async () => {
    const chain = await PvssChain.start();
    start(chain, "chain");
    const {store, stop} = start(chain, "chain 1");
    await chain.settled();
    await stop();
    const first = chain.commits.filter(({signer}) =>
      signer.every((byte, i) => byte === identityOf("chain 1")[i]),
    );
    const again = start(chain, "chain 1", store);
    await again.logger.until("restore: resubmitting tx");
    await advance(chain, 1n);
    const all = chain.commits.filter(({signer}) =>
      signer.every((byte, i) => byte === identityOf("chain 1")[i]),
    );
    expect(first).toHaveLength(1);
    expect(all[1]?.body).toEqual(first[0]?.body);
    expect(chain.failures).toEqual([]);
  });

  test("gets nothing twice from a node that was stopped after its block came", async () => {
    const chain = await PvssChain.start();
    start(chain, "chain");
    const {store, stop} = start(chain, "chain 1");
    await chain.settled();
    await chain.block();
    await chain.block();
    await stop();
    start(chain, "chain 1", store);
    await advance(chain, 2n);
    expect(chain.commits).toHaveLength(4);
    expect(chain.failures).toEqual([]);
  });

  test("goes on with a node that was away when reveals were asked for", async () => {
    const chain = await PvssChain.start();
    start(chain, "chain");
    const {store, stop} = start(chain, "chain 1");
    await chain.settled();
    await chain.block();
    await chain.block();
    await stop();
    while (chain.round?.state === 1) await chain.block();
    start(chain, "chain 1", store);
    await advance(chain, 1n);
    expect(chain.epoch).toBe(1n);
  });

  test("is prepared by what is stored before anything is submitted, and forgotten afterwards", async () => {
    const chain = await PvssChain.start();
    start(chain, "chain");
    const {store, logger} = start(chain, "chain 1");
    await chain.settled();
    const record = decode(RoundRecord, store.values.get(roundKey) ?? null);
    expect(record).toMatchObject({epoch: 1n, round: 0n, state: 1, revealTx: null});
    expect(record.commitTx).toMatchObject({nonce: 0n, fee: null, method: "beacon.PVSSCommit"});
    const own = chain.commits.map(({body}) => encode(PvssCommit, body));
    expect(own).toContainEqual(record.commitTx?.body);
    await advanceTo(chain, 2);
    await chain.settled();
    expect(decode(RoundRecord, store.values.get(roundKey) ?? null)).toMatchObject({epoch: 1n, state: 2});
    await advanceTo(chain, 3);
    await logger.until("recover: entropy is right");
    expect(store.values.has(roundKey)).toBe(false);
  });

  test("does not take a commit from a node whose point is registered otherwise", async () => {
    const chain = await PvssChain.start();
    start(chain, "chain");
    const getNode = chain.api.registry.getNode;
    const other = publicPoint(beaconScalar("somebody else"));
    const registry = {
      getNode: async (...query: Parameters<typeof getNode>) => ({
        ...(await getNode(...query)),
        beacon: {point: other},
      }),
    };
    const logger = new RecordingLogger();
    const worker = new BeaconWorker({
      chain: {...chain.api, registry},
      identity: new TestIdentity("chain 1", {beaconScalar: beaconScalar("chain 1")}),
      store: memoryServiceStore(),
      synced: async () => {},
      submitter: chain.submitter,
      clock: systemClock,
      random,
      logger,
    });
    const controller = new AbortController();
    controllers.push(controller);
    running.push(worker.run(controller.signal));
    await logger.until("commit: participant point list mismatch");
    await chain.settled(["chain"]);
    expect(chain.commits).toHaveLength(1);
  });

  test("has nothing to do with another backend", async () => {
    const chain = await PvssChain.start();
    const parameters = BeaconParameters.make({backend: "insecure"});
    const worker = new BeaconWorker({
      chain: {...chain.api, beacon: {...chain.api.beacon, consensusParameters: async () => parameters}},
      identity: new TestIdentity("chain", {beaconScalar: beaconScalar("chain")}),
      store: memoryServiceStore(),
      synced: async () => {},
      submitter: chain.submitter,
      clock: systemClock,
      random,
      logger: new RecordingLogger(),
    });
    await worker.run(new AbortController().signal);
    expect(chain.epoch).toBe(asEpoch(0n));
  });
});

function identityOf(operator: string) {
  return new TestIdentity(operator).nodeSigner.publicKey;
}
