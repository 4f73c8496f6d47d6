import {MemoryStore} from "@oasis-node/mkvs/db";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {type HistoryBlock, RuntimeHistory} from "@oasis-node/runtime/history";
import {type Block, roothashErrors} from "@oasis-node/state-transition/roothash";
import type {DescriptorHook, RoleProvider} from "../../src/registration/index.ts";
import {
  type LocalStorage,
  RuntimeStorage,
  type RuntimeStorageOptions,
  Slots,
} from "../../src/storage/index.ts";
import {StorageClient, type StorageNode} from "../../src/storageClient/index.ts";
import type {ServiceStore} from "../../src/store/index.ts";
import {ManualClock} from "./manualClock.ts";
import {RecordingLogger} from "./recordingLogger.ts";
import {type ScriptedRuntime, testContext, testVerifier} from "./scriptedRuntime.ts";
import {random} from "./testChain.ts";

/** A persistent store that is gone with the test. */
class MemoryServiceStore implements ServiceStore {
  readonly #values = new Map<string, Uint8Array>();

  async get(key: string): Promise<Uint8Array | null> {
    return this.#values.get(key) ?? null;
  }
  async put(key: string, value: Uint8Array): Promise<void> {
    this.#values.set(key, value);
  }
  async delete(key: string): Promise<void> {
    this.#values.delete(key);
  }
}

/** A role that tells what it was offered with. */
class TestRole implements RoleProvider {
  hook: DescriptorHook | null = null;

  get isAvailable(): boolean {
    return this.hook !== null;
  }
  setAvailable(hook: DescriptorHook): void {
    this.hook = hook;
  }
  setUnavailable(): void {
    this.hook = null;
  }
  withdraw(): void {
    this.hook = null;
  }
}

export interface PeerParts {
  readonly runtime: ScriptedRuntime;
  readonly storage: LocalStorage;
  readonly history?: RuntimeHistory;
  readonly store?: ServiceStore;
  readonly nodes?: readonly StorageNode[];
  readonly clock?: Clock;
  readonly options?: Partial<RuntimeStorageOptions>;
}

/** The storage worker of one node, with everything around it within the process. */
export class StoragePeer {
  readonly history: RuntimeHistory;
  readonly store: ServiceStore;
  readonly role = new TestRole();
  readonly logger = new RecordingLogger();
  readonly clock: Clock;
  readonly worker: RuntimeStorage;
  readonly #ending = new AbortController();
  #running: Promise<void> | null = null;

  constructor({runtime, storage, history, store, nodes = [], clock, options}: PeerParts) {
    this.history = history ?? new RuntimeHistory(new MemoryStore(), runtime.id);
    this.store = store ?? new MemoryServiceStore();
    this.clock = clock ?? new ManualClock();
    this.worker = new RuntimeStorage({
      storage,
      history: this.history,
      indexed: async () => {},
      nodesKnown: async () => {},
      roothash: {
        getGenesisBlock: async () => runtime.genesis,
        getLatestBlock: async ({height}) => blockAt(runtime, height),
      },
      runtime: async () => runtime.descriptor,
      remote: clientOf(nodes, this.clock, this.logger),
      nodes: () => nodes,
      committee: () => [],
      store: this.store,
      roles: [this.role],
      slots: new Slots(4),
      checkpointSync: false,
      checkpointIntervalMs: null,
      debugAllowed: false,
      clock: this.clock,
      random,
      logger: this.logger,
      ...options,
    });
  }

  start(): this {
    this.#running = this.worker.run(this.#ending.signal);
    this.#running.catch(() => {});
    return this;
  }

  /** Ends the worker; rejects with what it failed with. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  /** What the worker failed with. */
  async failure(): Promise<unknown> {
    return this.#running?.then(
      () => null,
      (error: unknown) => error,
    );
  }

  /** Tells the node of blocks that it does not know yet. */
  learn(...blocks: readonly {readonly block: HistoryBlock}[]): void {
    for (const {block} of blocks) {
      const {round} = block.block.header;
      if (this.history.lastRound === null || round > this.history.lastRound) this.history.commit(block, null);
    }
  }

  /** Waits until a round is final. */
  async reaches(round: bigint): Promise<void> {
    await this.worker.waitForRound(round, null, AbortSignal.timeout(5000));
  }
}

/** The last block of a runtime at a consensus height. */
function blockAt(runtime: ScriptedRuntime, height: bigint): Block {
  const last = runtime.rounds.findLast(({block}) => block.consensusHeight <= height);
  if (last === undefined) throw roothashErrors.invalidRuntime();
  return last.block.block;
}

function clientOf(nodes: readonly StorageNode[], clock: Clock, logger: Logger): StorageClient {
  return new StorageClient({
    nodes: () => nodes,
    minWriteReplication: async () => null,
    receipts: {verifier: testVerifier, context: testContext},
    clock,
    random,
    logger,
  });
}

export function keyOf(name: string): PublicKey {
  return testSigner(name).publicKey;
}
