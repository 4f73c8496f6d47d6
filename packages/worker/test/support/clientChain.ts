import {MemoryStore, nodeDbErrors} from "@oasis-node/mkvs/db";
import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {TreeSyncer} from "@oasis-node/mkvs/syncer";
import type {Tree} from "@oasis-node/mkvs/tree";
import {utf8} from "@oasis-node/primitives/bytes";
import {systemClock} from "@oasis-node/primitives/clock";
import {asEpoch, asHeight, asRound, type Epoch, type Height, type Round} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {silentLogger} from "@oasis-node/primitives/log";
import {type Namespace, testNamespace} from "@oasis-node/primitives/namespace";
import {testSigner} from "@oasis-node/primitives/signers";
import type {CallOptions} from "@oasis-node/rpc/service";
import {ConsensusBlock} from "@oasis-node/rpc/services";
import {type HistoryBlock, RuntimeHistory} from "@oasis-node/runtime/history";
import {addTag, addTransaction, blockTagHash, type IoTag, newIoTree} from "@oasis-node/runtime/ioTree";
import {Runtime} from "@oasis-node/state-transition/registry";
import {
  type Block,
  Header,
  headerHash,
  headerTypes,
  RuntimeState,
  roothashErrors,
} from "@oasis-node/state-transition/roothash";
import type {ClientChain, TreeReads} from "../../src/client/index.ts";
import {accepted, MemoryNetwork} from "../../src/p2p/index.ts";
import {Feed} from "./feed.ts";
import {random} from "./testChain.ts";

/** A transaction that is executed in a scripted round. */
export interface Executed {
  readonly input: Uint8Array;
  readonly output?: Uint8Array;
  readonly tags?: readonly Omit<IoTag, "txHash">[];
}

/** What the committee got over gossip. */
export interface Published {
  readonly data: Uint8Array;
  readonly groupVersion: Height;
}

const maxMessages = 7;

/** A runtime in a chain whose blocks, rounds and epochs come when a test says so. */
export class ScriptedChain {
  readonly runtimeId: Namespace;
  readonly history: RuntimeHistory;
  readonly published: Published[] = [];
  readonly consensusBlocks = new Feed<ConsensusBlock>();
  /** How many further reads of storage fail. */
  failingReads = 0;
  /** How many further questions for the epoch fail. */
  failingEpochs = 0;
  height: Height = asHeight(10n);
  reads = 0;
  /** I/O trees of rounds. */
  readonly #trees = new Map<bigint, TreeSyncer>();
  readonly #epochs = new Map<bigint, Height>([[1n, asHeight(10n)]]);
  readonly #stop = new AbortController();
  readonly #network: MemoryNetwork;
  #epoch: Epoch = asEpoch(1n);
  #waiting: (() => void)[] = [];

  constructor(runtimeId: Namespace = testNamespace(utf8("client"))) {
    this.runtimeId = runtimeId;
    this.history = new RuntimeHistory(new MemoryStore(), runtimeId);
    const options = {clock: systemClock, random, logger: silentLogger, signal: this.#stop.signal};
    this.#network = new MemoryNetwork(options);
    const committee = this.#network.join(testSigner("committee").publicKey);
    committee.subscribe(runtimeId, {
      authenticate: () => accepted,
      handle: async ({tx, groupVersion}) => {
        if (tx?.data != null) this.published.push({data: tx.data, groupVersion});
        for (const wake of this.#waiting.splice(0)) wake();
        return accepted;
      },
    });
  }

  /** A node beside the committee. */
  gossip(name = "client") {
    return this.#network.join(testSigner(name).publicKey);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Resolves when the committee has got so many messages. */
  async untilPublished(count: number): Promise<void> {
    while (this.published.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The next round, in the next consensus block. */
  async round(
    executed: readonly Executed[] = [],
    {type = headerTypes.normal as number, blockTags = [] as readonly Omit<IoTag, "txHash">[]} = {},
  ): Promise<Round> {
    const last = this.#last();
    const tree = newIoTree();
    for (const [batchOrder, {input, output = null, tags = []}] of executed.entries())
      addTransaction(tree, {input, output, batchOrder}, tags);
    for (const tag of blockTags) addTag(tree, {...tag, txHash: blockTagHash});
    const round = asRound(last === null ? 0n : last.block.header.round + 1n);
    const header = Header.make({
      namespace: this.runtimeId,
      round,
      headerType: type,
      previousHash: last === null ? emptyHash : headerHash(last.block.header),
      ioRoot: tree.computeRoot(),
      stateRoot: emptyHash,
      messagesHash: emptyHash,
    });
    await this.add({header}, tree);
    return round;
  }

  /** That round, with these inputs and outputs, in the next consensus block. */
  async add(block: Block, tree: Tree): Promise<void> {
    await tree.commit(this.runtimeId, block.header.round);
    this.#trees.set(block.header.round, new TreeSyncer(tree));
    this.block();
    this.history.commit({consensusHeight: this.height, block}, null);
  }

  /** A consensus block. */
  block(): void {
    this.height = asHeight(this.height + 1n);
    this.consensusBlocks.push(ConsensusBlock.make({height: this.height}));
  }

  blocks(count: number): void {
    for (let made = 0; made < count; made++) this.block();
  }

  /** The first block of the next epoch, with its round. */
  async nextEpoch(): Promise<void> {
    this.#epoch = asEpoch(this.#epoch + 1n);
    this.#epochs.set(this.#epoch, asHeight(this.height + 1n));
    await this.round([], {type: headerTypes.epochTransition});
  }

  readonly api: ClientChain = {
    roothash: {
      getGenesisBlock: async ({runtimeId}) => {
        if (this.#last() === null) throw roothashErrors.invalidRuntime({details: {runtimeId}});
        return this.history.block(asRound(0n)).block;
      },
      getRuntimeState: async () => {
        const last = this.#last();
        if (last === null) throw roothashErrors.invalidRuntime();
        const runtime = Runtime.make({id: this.runtimeId});
        return RuntimeState.make({
          runtime: {...runtime, executor: {...runtime.executor, maxMessages}},
          currentBlock: last.block,
          currentBlockHeight: last.consensusHeight,
        });
      },
      watchBlocks: (_runtimeId, options) => this.history.watch(options),
    },
    beacon: {
      getEpoch: async () => {
        if (this.failingEpochs > 0) {
          this.failingEpochs--;
          throw roothashErrors.notFound({context: "the epoch is not to be had"});
        }
        return this.#epoch;
      },
      getEpochBlock: async (epoch) => this.#epochs.get(epoch) ?? asHeight(0n),
    },
    consensus: {watchBlocks: (_request, options) => this.consensusBlocks.open(options)},
    consensusLight: {getLightBlock: async (height) => ({height, meta: new Uint8Array([1])})},
  };

  readonly storage: TreeReads = {
    syncGet: async (request, options) => this.#tree(request.tree.root, options).syncGet(request),
    syncGetPrefixes: async (request, options) =>
      this.#tree(request.tree.root, options).syncGetPrefixes(request),
    syncIterate: async (request, options) => this.#tree(request.tree.root, options).syncIterate(request),
  };

  #tree(root: Root, options?: CallOptions): TreeSyncer {
    options?.signal?.throwIfAborted();
    this.reads++;
    const tree = root.type === rootTypes.io ? this.#trees.get(root.version) : undefined;
    if (tree === undefined || this.failingReads-- > 0) {
      throw nodeDbErrors.rootNotFound();
    }
    return tree;
  }

  #last(): HistoryBlock | null {
    return this.history.lastRound === null ? null : this.history.latest();
  }
}
