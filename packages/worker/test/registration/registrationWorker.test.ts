import {stakingAddress} from "@oasis-node/primitives/address";
import {toBase64} from "@oasis-node/primitives/bytes";
import {bool, decode, zeroTime} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {publicPoint} from "@oasis-node/primitives/pvss";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {Node, type NodeAddress, nodeRoles} from "@oasis-node/state-transition/node";
import {nodeClaim, registryErrors} from "@oasis-node/state-transition/registry";
import {stakingErrors} from "@oasis-node/state-transition/staking";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {
  RegistrationError,
  RegistrationWorker,
  type RegistrationWorkerOptions,
} from "../../src/registration/index.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";
import {entityStake, memoryServiceStore, random, TestChain, validatorStake} from "../support/testChain.ts";
import {TestIdentity} from "../support/testIdentity.ts";

const owner = testSigner("worker owner");
const account = stakingAddress(owner.publicKey);
const address: NodeAddress = {ip: new Uint8Array([192, 168, 1, 1]), port: 26656n, zone: ""};
const flag = "deregistration requested";

/** Started workers, which end with the test. */
const running: {readonly controller: AbortController; readonly ended: Promise<void>}[] = [];
let chain: TestChain;

beforeEach(async () => {
  chain = await TestChain.start();
});

afterEach(async () => {
  for (const {controller} of running) controller.abort();
  await Promise.all(running.map(({ended}) => ended));
  running.length = 0;
  await chain.stop();
});

function makeWorker(options: Partial<RegistrationWorkerOptions> = {}) {
  const logger = new RecordingLogger();
  const store = memoryServiceStore();
  const gauge: number[] = [];
  const identity = options.identity ?? new TestIdentity("worker");
  const worker = new RegistrationWorker({
    chain,
    identity,
    entityId: owner.publicKey,
    addresses: {
      consensus: async () => [{id: identity.p2pSigner.publicKey, address}],
      client: async () => [address],
      p2p: async () => [address],
    },
    verifier: new SignatureVerifier(),
    allowUnroutable: true,
    bypassStake: false,
    clock: systemClock,
    random,
    logger,
    store,
    synced: async () => {},
    forceRegister: false,
    rotateCerts: 0n,
    onDeregistered: () => {},
    metrics: {registered: {set: (value) => gauge.push(value)}},
    ...options,
  });
  return {worker, logger, store, gauge, identity};
}

function start(worker: RegistrationWorker): Promise<void> {
  const controller = new AbortController();
  const ended = worker.run(controller.signal);
  running.push({controller, ended});
  return ended;
}

const {signal} = new AbortController();
const registered = "node registered with the registry";
const notOwned = "deferring registration as the owning entity does not exist";
const notListed = "deferring registration as the owning entity does not have us in its node list";

function forever(_: number, signal?: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

async function startValidator(options: Partial<RegistrationWorkerOptions> = {}) {
  const made = makeWorker(options);
  made.worker.requestRole(nodeRoles.validator).setAvailable((node) => node);
  return {...made, ended: start(made.worker)};
}

describe("a validator", () => {
  test("is told what stake it lacks, and registers by itself when the stake is there", async () => {
    // Nothing comes by itself after some time: it is the stake that leads to the registration.
    const {worker, logger, gauge, identity} = await startValidator({clock: {...systemClock, sleep: forever}});
    const id = identity.nodeSigner.publicKey;
    await logger.until(notOwned);
    await chain.addEscrow(account, entityStake + 50n);
    await chain.registerEntity(owner, []);
    await logger.until(notListed);
    await chain.registerEntity(owner, [id]);
    const refusal = await logger.until("failed to register node");
    expect(refusal.fields).toMatchObject({
      err: stakingErrors.insufficientStake(),
      claims: `${nodeClaim(id)} (need: 200 have: 50 missing: 150)`,
      need: 300n,
      have: 150n,
      missing: 150n,
    });
    const before = await worker.status(signal);
    expect(before).toMatchObject({lastRegistration: zeroTime, descriptor: null, nodeStatus: null});
    expect(before.stake?.rows.map(({claim, need, have, missing}) => [claim, need, have, missing])).toEqual([
      ["registry.RegisterEntity", 100n, 100n, 0n],
      [nodeClaim(id), 200n, 50n, 150n],
    ]);
    expect(gauge.at(-1)).toBe(0);
    await chain.addEscrow(account, 140n);
    await chain.addEscrow(account, 10n);
    await logger.until(registered);
    const after = await worker.status(signal);
    expect(after.lastRegistration).toBeGreaterThan(zeroTime);
    expect(after.stake).toBeNull();
    expect(after.nodeStatus).toMatchObject({expirationProcessed: false, freezeEndTime: 0n});
    expect(after.descriptor).toEqual(await chain.node(id));
    expect(gauge.at(-1)).toBe(1);
  });

  test("is described as the protocol wants it", async () => {
    const {logger, identity} = await startValidator();
    const id = identity.nodeSigner.publicKey;
    await chain.addEscrow(account, entityStake + validatorStake);
    await chain.registerEntity(owner, [id]);
    await logger.until(registered);
    expect(await chain.node(id)).toEqual(
      Node.make({
        v: 1,
        id,
        entityId: owner.publicKey,
        expiration: (await chain.node(id)).expiration,
        tls: {
          pubKey: identity.tlsKeys().current.publicKey,
          nextPubKey: testSigner("worker tls 1").publicKey,
          addresses: null,
        },
        p2p: {id: identity.p2pSigner.publicKey, addresses: null},
        consensus: {
          id: identity.consensusSigner.publicKey,
          addresses: [{id: identity.p2pSigner.publicKey, address}],
        },
        beacon: {point: publicPoint(identity.beaconScalar)},
        roles: nodeRoles.validator,
      }),
    );
    expect((await chain.node(id)).expiration).toBe(2n);
  });

  test("renews its registration every epoch, and changes TLS keys only after they were announced", async () => {
    const {logger, identity} = await startValidator({rotateCerts: 2n});
    const id = identity.nodeSigner.publicKey;
    await chain.addEscrow(account, entityStake + validatorStake);
    await chain.registerEntity(owner, [id]);
    await logger.until(registered);
    const keys: string[] = [];
    for (let epoch = 1n; epoch <= 5n; epoch++) {
      await chain.setEpoch(epoch);
      await logger.until(registered, Number(epoch) + 1);
      const {expiration, tls} = await chain.node(id);
      expect(expiration).toBe(epoch + 2n);
      keys.push(toBase64(tls.pubKey));
    }
    const [a, b, c] = [0, 1, 2].map((generation) =>
      toBase64(testSigner(`worker tls ${generation}`).publicKey),
    );
    expect(keys).toEqual([a, b, b, c, c]);
    expect(logger.count("node TLS certificates have been rotated")).toBe(2);
  });

  test("that its entity lists no longer is not renewed until it is listed again", async () => {
    const {logger, identity, gauge} = await startValidator();
    const id = identity.nodeSigner.publicKey;
    await chain.addEscrow(account, entityStake + validatorStake);
    await chain.registerEntity(owner, [id]);
    await logger.until(registered);
    await chain.registerEntity(owner, []);
    await chain.setEpoch(1n);
    await logger.until(notListed);
    await chain.registerEntity(owner, [id]);
    await logger.until(registered, 2);
    expect(gauge.at(-1)).toBe(1);
  });
});

describe("roles", () => {
  test("keep the node from registering until every one is available", async () => {
    const {worker, logger, identity} = makeWorker();
    const id = identity.nodeSigner.publicKey;
    await chain.addEscrow(account, entityStake + validatorStake);
    await chain.registerEntity(owner, [id]);
    const validator = worker.requestRole(nodeRoles.validator);
    const rpc = worker.requestRole(nodeRoles.consensusRpc);
    validator.setAvailable((node) => node);
    void start(worker);
    await chain.setEpoch(1n);
    expect(logger.count("performing node (re-)registration")).toBe(0);
    let told = 0;
    rpc.setAvailable(
      (node) => node,
      () => told++,
    );
    await logger.until(registered);
    const {roles, tls} = await chain.node(id);
    expect(roles).toBe(nodeRoles.validator | nodeRoles.consensusRpc);
    const {current, next} = identity.tlsKeys();
    expect(tls.addresses?.map(({pubKey}) => toBase64(pubKey))).toEqual(
      [current, next].map((key) => toBase64(key?.publicKey ?? new Uint8Array())),
    );
    rpc.setUnavailable();
    await chain.setEpoch(2n);
    await chain.setEpoch(3n);
    rpc.setAvailable((node) => node);
    await logger.until(registered, 2);
    expect((await chain.node(id)).expiration).toBe(5n);
    expect(told).toBe(1);
  });

  test("that serve runtimes need one, and no addresses that others cannot reach", async () => {
    const {worker, logger, identity} = makeWorker({allowUnroutable: false});
    await chain.addEscrow(account, entityStake + validatorStake);
    await chain.registerEntity(owner, [identity.nodeSigner.publicKey]);
    const compute = worker.requestRole(nodeRoles.storageWorker);
    compute.setAvailable((node) => node);
    void start(worker);
    const first = await logger.until("failed to register node");
    expect(first.fields.err).toMatchObject({
      message: "registration: no runtimes provided while runtimes are required",
    });
    const {worker: other, logger: otherLogger} = makeWorker({allowUnroutable: false});
    other.requestRole(nodeRoles.validator).setAvailable((node) => node);
    void start(other);
    const skipped = await otherLogger.until(
      "worker/registration: skipping validator address due to invalid address",
    );
    expect(skipped.fields).toMatchObject({
      addr: `${toBase64(identity.p2pSigner.publicKey)}@192.168.1.1:26656`,
      err: registryErrors.invalidArgument({context: "address not routable"}),
    });
    const second = await otherLogger.until("failed to register node");
    expect(second.fields.err).toMatchObject({
      message:
        "error gathering consensus addresses: worker/registration: node has no valid consensus addresses",
    });
  });

  test("are single ones", () => {
    const {worker} = makeWorker();
    expect(() => worker.requestRole(nodeRoles.validator | nodeRoles.consensusRpc)).toThrow(RegistrationError);
  });
});

describe("deregistration", () => {
  test("ends renewal, waits for the registry, survives restarts, and is undone by force", async () => {
    let stopped = 0;
    const onDeregistered = () => stopped++;
    const {worker, logger, store, identity, ended, gauge} = await startValidator({onDeregistered});
    const id = identity.nodeSigner.publicKey;
    await chain.addEscrow(account, entityStake + validatorStake);
    await chain.registerEntity(owner, [id]);
    await logger.until(registered);
    await worker.requestDeregistration();
    await worker.requestDeregistration();
    expect(decode(bool, store.values.get(flag) ?? null)).toBe(true);
    await logger.until("waiting for node to deregister");
    await chain.setEpoch(1n);
    await chain.setEpoch(2n);
    expect(stopped).toBe(0);
    await chain.setEpoch(3n);
    await ended;
    expect(stopped).toBe(1);
    expect(gauge.at(-1)).toBe(0);
    expect(logger.count(registered)).toBe(1);
    await expect(chain.node(id)).rejects.toSatisfy(registryErrors.noSuchNode.is);

    const again = await startValidator({onDeregistered, store});
    await again.ended;
    expect(stopped).toBe(2);
    expect(again.logger.count(registered)).toBe(0);

    const forced = await startValidator({store, forceRegister: true});
    await forced.logger.until(registered);
    expect(decode(bool, store.values.get(flag) ?? null)).toBe(false);
  });

  test("is immediate without an entity, under which nothing is ever registered", async () => {
    let stopped = 0;
    const {worker, logger, ended} = await startValidator({entityId: null, onDeregistered: () => stopped++});
    await logger.until("no entity/signer for this node, registration will NEVER succeed");
    await worker.requestDeregistration();
    await ended;
    expect(stopped).toBe(1);
  });
});

test("keys that were made for good are not rotated", () => {
  const identity = new TestIdentity("worker", {canRotateTls: false});
  expect(() => makeWorker({identity, rotateCerts: 1n})).toThrow(
    "node TLS certificate rotation must not be enabled if using pre-generated TLS certificates",
  );
});
