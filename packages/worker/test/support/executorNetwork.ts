import {randomBytes} from "node:crypto";
import {EmbeddedEngine} from "@oasis-node/consensus/embedded";
import {ChainQueries} from "@oasis-node/consensus/queries";
import {ChainStreams} from "@oasis-node/consensus/streams";
import {TransactionSubmitter} from "@oasis-node/consensus/submission";
import {MemoryStore, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {stakingAddress} from "@oasis-node/primitives/address";
import {equal, utf8} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {asEpoch, asHeight, asRound} from "@oasis-node/primitives/epoch";
import {silentLogger} from "@oasis-node/primitives/log";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {
  type PublicKey,
  prepareContext,
  SignatureVerifier,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {protocolVersions} from "@oasis-node/primitives/version";
import {
  beaconBackend,
  consensusBackend,
  consensusLightBackend,
  keymanagerBackend,
  registryBackend,
  roothashBackend,
  schedulerBackend,
} from "@oasis-node/rpc/backends";
import {RuntimeHistory} from "@oasis-node/runtime/history";
import {HostedRuntime} from "@oasis-node/runtime/host";
import {Application, ApplicationState, consensusApps} from "@oasis-node/state-transition/application";
import {beaconDebugMethods} from "@oasis-node/state-transition/beacon";
import {committeeRoles} from "@oasis-node/state-transition/committee";
import {chainContext, type Document, tendermintGenesis} from "@oasis-node/state-transition/genesis";
import {MultiSignedNode, Node, nodeRoles} from "@oasis-node/state-transition/node";
import {StateQueries} from "@oasis-node/state-transition/query";
import type {Runtime} from "@oasis-node/state-transition/registry";
import {type Block, type RoothashEvent, RoundResults} from "@oasis-node/state-transition/roothash";
import {chainDocument} from "../../../../test/chain/chainDocument.ts";
import {chainRuntimeId} from "../../../../test/chain/chainRuntime.ts";
import {submissionBackend} from "../../src/chain/index.ts";
import {CommitteeFollower, type Group, schedulerOf} from "../../src/committee/index.ts";
import {type ExecutorStorage, ExecutorWorker} from "../../src/executor/index.ts";
import {accepted, type CommitteeMessage, type Gossip, MemoryNetwork} from "../../src/p2p/index.ts";
import {MockRuntime, type MockRuntimeOptions} from "./mockRuntime.ts";
import {ReceiptStorage} from "./receiptStorage.ts";
import {RecordingLogger} from "./recordingLogger.ts";

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** Pauses are a tenth of what they are for operators. */
const fastClock: Clock = {
  now: systemClock.now,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 10, signal),
};

/** Milliseconds between blocks without transactions. */
const emptyBlockInterval = 20;

export interface NetworkOptions {
  /** Nodes, all of them candidates for every committee. */
  readonly nodes: number;
  readonly runtime?: (runtime: Runtime) => Runtime;
  readonly mock?: MockRuntimeOptions;
}

/** A node of the network, without consensus of its own. */
export interface TestNode {
  readonly name: string;
  readonly key: PublicKey;
  readonly follower: CommitteeFollower;
  readonly worker: ExecutorWorker;
  readonly runtime: MockRuntime;
  readonly gossip: Gossip;
  readonly logger: RecordingLogger;
  /** Makes storage fail for the node. */
  readonly storage: {isDown: boolean};
  /** Holds blocks of the runtime back from the node while it is set. */
  readonly view: {held: Promise<void> | null};
  readonly isAvailable: () => boolean;
}

/**
 * Executors on a real chain of one validator: registrations, elections, commitment pools and timeouts are those of the
 * application. They gossip within the process.
 */
export class ExecutorNetwork {
  readonly nodes: TestNode[] = [];
  /** Blocks of the runtime as they came. */
  readonly blocks: Block[] = [];
  readonly events: RoothashEvent[] = [];
  readonly #stop = new AbortController();
  readonly #running: Promise<void>[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #chain: Chain;
  readonly #history = new RuntimeHistory(new MemoryStore(), chainRuntimeId);
  #late = 0;
  /** Why nothing is seen any more. */
  #failure: unknown = null;
  /** Gossip that does not arrive, by who publishes and who hears. */
  isCut: (from: PublicKey, to: PublicKey) => boolean = () => false;

  /** Messages that executors have published. */
  readonly #published: CommitteeMessage[] = [];
  readonly #memory: MemoryNetwork;

  private constructor(chain: Chain) {
    this.#chain = chain;
    this.#memory = new MemoryNetwork({
      clock: fastClock,
      random,
      logger: silentLogger,
      signal: this.#stop.signal,
      connected: (from, to) => !this.isCut(from, to),
    });
  }

  static async start(options: NetworkOptions): Promise<ExecutorNetwork> {
    const chain = await Chain.start(options);
    const network = new ExecutorNetwork(chain);
    const storage = new ReceiptStorage({
      namespace: chainRuntimeId,
      chainContext: chain.chainContext,
      signer: () => network.#storageSigner(),
    });
    for (let i = 0; i < options.nodes; i++) network.#addNode(operatorName(i), storage, options);
    network.#watch();
    return network;
  }

  /** Begins an epoch; resolves when every node has seen its block. */
  async setEpoch(epoch: bigint): Promise<void> {
    await this.#chain.setEpoch(epoch);
    await this.until(() => this.nodes.every(({follower}) => (follower.group?.epoch ?? 0n) >= epoch));
  }

  /** Begins epochs until the committees are as wanted: who is elected is up to the beacon. */
  async electUntil(isWanted: (network: ExecutorNetwork) => boolean): Promise<void> {
    for (let epoch = (this.nodes[0]?.follower.group?.epoch ?? 0n) + 1n; epoch < 64n; epoch++) {
      await this.setEpoch(epoch);
      if (isWanted(this)) return;
    }
    throw new RangeError("no epoch with such committees");
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
    await this.#chain.engine.stop();
  }

  /** Resolves when it is true; asked after every block, event and state transition. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Waits for the next block that fits. */
  async untilBlock(fits: (block: Block) => boolean, after = 0): Promise<Block> {
    await this.until(() => this.blocks.slice(after).some(fits));
    const found = this.blocks.slice(after).find(fits);
    if (found === undefined) throw new RangeError("a block that was seen is gone");
    return found;
  }

  get group(): Group {
    const [first] = this.nodes;
    const group = first?.follower.group ?? null;
    if (group === null) throw new RangeError("no group yet");
    return group;
  }

  /** The worker who schedules what follows the latest block. */
  get scheduler(): TestNode {
    const key = schedulerOf(this.group, this.blocks.at(-1)?.header.round ?? asRound(0n));
    const found = this.nodes.find((node) => key !== null && equal(node.key, key));
    if (found === undefined) throw new RangeError("no scheduler");
    return found;
  }

  /** Workers of the epoch, in the committee's order, or backup workers. */
  members(role: "worker" | "backupWorker"): TestNode[] {
    return (this.group.executor.committee.members ?? []).flatMap((member) => {
      if (member === null || member.role !== committeeRoles[role]) return [];
      return this.nodes.filter(({key}) => equal(key, member.publicKey));
    });
  }

  /** Publishes a transaction, as a client that is a node would. */
  submit(transaction: string, from: TestNode | undefined = this.nodes[0]): void {
    const message: Partial<CommitteeMessage> = {
      groupVersion: this.group.version,
      tx: {data: utf8(transaction)},
    };
    from?.gossip.publish(chainRuntimeId, {
      groupVersion: this.group.version,
      proposedBatch: null,
      executorCommit: null,
      tx: null,
      ...message,
    });
  }

  /** A node that comes late tells everybody who has not heard it what executors have published. */
  republish(): void {
    const gossip = this.#memory.join(testSigner(`late ${this.#late++}`).publicKey);
    gossip.subscribe(chainRuntimeId, {authenticate: () => accepted, handle: async () => accepted});
    for (const message of this.#published) gossip.publish(chainRuntimeId, message);
  }

  #tapped(gossip: Gossip): Gossip {
    return {
      publish: (runtimeId, message) => {
        this.#published.push(message);
        gossip.publish(runtimeId, message);
      },
      subscribe: (runtimeId, handler) => gossip.subscribe(runtimeId, handler),
      peers: (runtimeId) => gossip.peers(runtimeId),
    };
  }

  wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  #storageSigner(): Signer {
    const [member] = this.group.storage.committee.members ?? [];
    const name = this.nodes.find(({key}) => member != null && equal(key, member.publicKey))?.name;
    return testSigner(`${name} node`);
  }

  #watch(): void {
    const {roothash, consensus} = this.#chain;
    const {signal} = this.#stop;
    const each = async <T>(items: AsyncIterable<T>, take: (item: T) => unknown): Promise<void> => {
      try {
        for await (const item of items) {
          await take(item);
          this.wake();
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#failure = error;
        this.wake();
      }
    };
    this.#running.push(
      each(roothash.watchBlocks(chainRuntimeId, {signal}), async ({consensusHeight, block}) => {
        if (block === null) return;
        // A node's history is a little behind what it hears of.
        await systemClock.sleep(2);
        this.#history.commit({consensusHeight, block}, RoundResults.zero());
        this.blocks.push(block);
      }),
      each(roothash.watchEvents(chainRuntimeId, {signal}), (event) => this.events.push(event)),
      each(consensus.watchBlocks(undefined, {signal}), () => {}),
    );
  }

  #addNode(name: string, storage: ReceiptStorage, options: NetworkOptions): void {
    const {signal} = this.#stop;
    const signer = testSigner(`${name} node`);
    const logger = new RecordingLogger();
    const surroundings = {clock: fastClock, random, logger};
    const chain = this.#chain;
    const runtime = new MockRuntime(options.mock);
    const state = {isDown: false};
    const view: TestNode["view"] = {held: null};
    const ownStorage = faulty(storage, state);
    const role = roleProvider();
    const follower = new CommitteeFollower({
      ...surroundings,
      chain: {
        ...chain.backends,
        roothash: {
          ...chain.roothash,
          watchBlocks: (id, callOptions) => held(chain.roothash.watchBlocks(id, callOptions), view),
        },
      },
      runtimeId: chainRuntimeId,
      ownKey: signer.publicKey,
    });
    const gossip = this.#tapped(this.#memory.join(signer.publicKey));
    const worker = new ExecutorWorker({
      ...surroundings,
      runtimeId: chainRuntimeId,
      chain,
      history: this.#history,
      storage: ownStorage,
      localStorage: null,
      signer,
      signatures: {verifier: chain.verifier, chainContext: chain.chainContext},
      submitter: chain.submitter,
      storageCommitTimeoutMs: 10_000,
      follower,
      gossip,
      consensus: chain.consensus,
      keymanager: chain.keymanager,
      hostServices: {
        // A runtime reads its state from whoever has it.
        storage,
        consensusLight: chain.consensusLight,
        localStorage: {get: () => new Uint8Array(), set: () => {}},
        keyManager: null,
      },
      hostRuntime: (handlers) =>
        new HostedRuntime({
          runtimeId: chainRuntimeId,
          provisioner: runtime,
          hostInfo: {
            consensusBackend: "tendermint",
            consensusProtocolVersion: protocolVersions.consensusProtocol,
            consensusChainContext: chain.chainContext,
          },
          localConfig: null,
          handlers,
          clock: fastClock,
          logger,
          random: () => 0.5,
        }),
      roleProvider: role,
      maxPoolSize: 100,
      recentCacheSize: 100,
      maxCheckBatch: 10,
    });
    this.nodes.push({
      name,
      key: signer.publicKey,
      follower,
      worker,
      runtime,
      gossip,
      logger,
      storage: state,
      view,
      isAvailable: () => role.isAvailable,
    });
    this.#running.push(worker.run(signal), follower.run(signal));
  }
}

/** One chain for all nodes. */
class Chain {
  readonly engine: EmbeddedEngine;
  readonly verifier = new SignatureVerifier();
  readonly chainContext: string;
  readonly submitter: TransactionSubmitter;
  readonly beacon: ReturnType<typeof beaconBackend>;
  readonly consensus: ReturnType<typeof consensusBackend>;
  readonly consensusLight: ReturnType<typeof consensusLightBackend>;
  readonly keymanager: ReturnType<typeof keymanagerBackend>;
  readonly registry: ReturnType<typeof registryBackend>;
  readonly roothash: ReturnType<typeof roothashBackend>;
  readonly scheduler: ReturnType<typeof schedulerBackend>;

  private constructor(genesis: Document, stateDb: Awaited<ReturnType<typeof openMemoryNodeDb>>) {
    const {verifier} = this;
    this.chainContext = chainContext(genesis);
    const state = ApplicationState.open(stateDb, asHeight(genesis.height));
    const node = {minGasPrice: 0n, ownKey: null, debugAllowed: true, skipAttestation: false};
    const apps = consensusApps();
    const application = new Application({state, genesis, apps, verifier, node, upgrades: null});
    const signer = testSigner("chain consensus");
    const engineGenesis = tendermintGenesis(genesis, {verifier, debugAllowed: true});
    this.engine = new EmbeddedEngine({
      application,
      genesis,
      tendermintGenesis: engineGenesis,
      signer,
      verifier,
      store: new MemoryStore(),
      signStateFile: null,
      clock: systemClock,
      logger: silentLogger,
      blockTime: "instant",
      emptyBlockInterval,
    });
    const queries = new ChainQueries({
      engine: this.engine,
      states: new StateQueries(state),
      genesis,
      parameters: engineGenesis.parameters,
    });
    const chain = {queries, streams: new ChainStreams(queries), stateDb, consensusKey: signer.publicKey};
    this.beacon = beaconBackend(chain);
    this.consensus = consensusBackend(chain);
    this.consensusLight = consensusLightBackend(chain);
    this.keymanager = keymanagerBackend(chain);
    this.registry = registryBackend(chain);
    this.roothash = roothashBackend(chain);
    this.scheduler = schedulerBackend(chain);
    this.submitter = new TransactionSubmitter({
      backend: submissionBackend(this.consensus),
      context: prepareContext(signingContexts.transaction, {chainContext: this.chainContext}),
      gasPrice: 0n,
      maxFee: 0n,
      clock: systemClock,
      random,
      logger: silentLogger,
    });
  }

  get backends() {
    const {beacon, consensus, consensusLight, registry, roothash, scheduler} = this;
    return {beacon, consensus, consensusLight, registry, roothash, scheduler};
  }

  static async start(options: NetworkOptions): Promise<Chain> {
    const genesis = await networkGenesis(options);
    const namespace = asNamespace(new Uint8Array(32));
    const chain = new Chain(genesis, await openMemoryNodeDb({namespace, discardWriteLogs: true}));
    await chain.engine.start();
    return chain;
  }

  async setEpoch(epoch: bigint): Promise<void> {
    const method = beaconDebugMethods["000_beacon.SetEpoch"];
    const signer = testSigner("worker test teller");
    await this.submitter.signAndSubmit({signer, method, body: asEpoch(epoch)}, new AbortController().signal);
    await this.beacon.waitEpoch(asEpoch(epoch));
  }
}

async function* held<T>(items: AsyncIterable<T>, view: TestNode["view"]): AsyncGenerator<T, undefined> {
  for await (const item of items) {
    await view.held;
    yield item;
  }
}

function operatorName(index: number): string {
  return index === 0 ? "chain" : `chain ${index}`;
}

/** Epochs that are set, one validator, and a runtime for which all nodes work. */
async function networkGenesis({nodes, runtime = (same) => same}: NetworkOptions): Promise<Document> {
  const funded = [stakingAddress(testSigner("worker test teller").publicKey)];
  const genesis = await chainDocument({funded, blocksPerEpoch: 15n, validators: nodes, runtimes: true});
  const {beacon, scheduler, registry} = genesis;
  return {
    ...genesis,
    beacon: {...beacon, parameters: {...beacon.parameters, debugMockBackend: true}},
    scheduler: {...scheduler, parameters: {...scheduler.parameters, maxValidators: 1n}},
    registry: {
      ...registry,
      runtimes: (registry.runtimes ?? []).map((one) =>
        one !== null && equal(one.id, chainRuntimeId) ? runtime(one) : one,
      ),
      nodes: await Promise.all(
        (registry.nodes ?? []).map((node, index) =>
          node === null || index === 0 ? node : withoutValidator(node, operatorName(index)),
        ),
      ),
    },
  };
}

function withoutValidator(signed: MultiSignedNode, operator: string): Promise<MultiSignedNode> {
  const node = decode(Node, signed.untrustedRawValue ?? new Uint8Array());
  const signers = ["node", "consensus", "p2p", "tls"].map((role) => testSigner(`${operator} ${role}`));
  const roles = nodeRoles.computeWorker | nodeRoles.storageWorker;
  return MultiSignedNode.sign(signers, prepareContext(signingContexts.registerNode), {...node, roles});
}

function faulty(storage: ExecutorStorage, state: {readonly isDown: boolean}): ExecutorStorage {
  return {
    apply: (request) => storage.apply(request),
    applyBatch: (request) =>
      state.isDown ? Promise.reject(new Error("storage is down")) : storage.applyBatch(request),
    syncGet: (request) => storage.syncGet(request),
    syncGetPrefixes: (request) => storage.syncGetPrefixes(request),
    syncIterate: (request) => storage.syncIterate(request),
  };
}

function roleProvider() {
  const state = {isAvailable: false};
  return {
    get isAvailable() {
      return state.isAvailable;
    },
    setAvailable: () => {
      state.isAvailable = true;
    },
    setUnavailable: () => {
      state.isAvailable = false;
    },
    withdraw: () => {
      state.isAvailable = false;
    },
  };
}
