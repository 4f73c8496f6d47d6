import {asHeight, type Gas, type Height} from "@oasis-node/primitives/epoch";
import type {Logger} from "@oasis-node/primitives/log";
import {type PublicKey, prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import type {CheckResult} from "@oasis-node/state-transition/application";
import type {Transaction} from "@oasis-node/state-transition/consensus";
import {chainContext} from "@oasis-node/state-transition/genesis";
import {blockResultsFromAbci} from "../abci/index.ts";
import {BlockStore} from "../blockStore/index.ts";
import {
  type BlockResults,
  type CommittedBlock,
  type Engine,
  type EngineBlock,
  type EngineEnd,
  EngineError,
  type EngineStatus,
  type Inclusion,
  type SubscribeOptions,
} from "../engine/index.ts";
import {type CheckedTransaction, defaultMempoolLimits, Mempool} from "../mempool/index.ts";
import type {LightBlock, ValidatorSet} from "../tendermint/index.ts";
import {BlockFeed} from "./blockFeed.ts";
import {blockRoom} from "./blockRoom.ts";
import {genesisValidatorSet} from "./chainState.ts";
import {engineBlock} from "./engineBlock.ts";
import {EvidencePool} from "./evidencePool.ts";
import {InclusionWaiters} from "./inclusionWaiters.ts";
import {LocalChain} from "./localChain.ts";
import type {EmbeddedEngineOptions} from "./options.ts";
import {Pacer} from "./pacer.ts";
import {PoolChecks} from "./poolChecks.ts";
import {Schedule} from "./schedule.ts";
import {checkSignState, writeSignState} from "./signState.ts";
import {TransactionIntake} from "./transactionIntake.ts";

/** Answers to submissions that are written in one turn of the event loop. */
const answersAtOnce = 64;

/** Everything that exists from a successful start on. */
interface Running {
  readonly store: BlockStore;
  readonly evidence: EvidencePool;
  readonly chain: LocalChain;
}

/**
 * The engine of a network whose only validator is this node: no peers, no rounds, otherwise blocks like any other's. One loop
 * does everything in turn — checks, blocks, checks of what was left over — so the check state is never used by two.
 */
export class EmbeddedEngine implements Engine {
  readonly ended: Promise<EngineEnd>;
  readonly #options: EmbeddedEngineOptions;
  readonly #logger: Logger;
  readonly #end = Promise.withResolvers<EngineEnd>();
  readonly #mempool: Mempool;
  readonly #intake: TransactionIntake;
  readonly #checks: PoolChecks;
  readonly #waiters = new InclusionWaiters();
  readonly #feed = new BlockFeed();
  readonly #pacer = new Pacer();
  readonly #schedule: Schedule;
  #running: Running | null = null;
  #phase: "new" | "starting" | "running" | "ended" = "new";
  #stopRequested = false;

  constructor(options: EmbeddedEngineOptions) {
    const {application, genesis, tendermintGenesis, verifier, clock, logger, ownKey = null} = options;
    this.#options = options;
    this.#logger = logger.module("consensus/embedded");
    this.#mempool = new Mempool(options.mempool ?? defaultMempoolLimits);
    const context = prepareContext(signingContexts.transaction, {chainContext: chainContext(genesis)});
    const onArrival = (): void => this.#schedule.wake();
    this.#intake = new TransactionIntake({mempool: this.#mempool, verifier, context, ownKey, onArrival});
    this.#checks = new PoolChecks({
      application,
      mempool: this.#mempool,
      intake: this.#intake,
      pacer: this.#pacer,
      maxGas: tendermintGenesis.parameters.block.maxGas,
      onDropped: (hash, check) => this.#waiters.settle(hash, {kind: "dropped", check}),
    });
    this.#schedule = new Schedule(clock, options);
    this.ended = this.#end.promise;
  }

  async start(): Promise<void> {
    if (this.#phase !== "new") throw new EngineError("stopped", "the engine has been started before");
    this.#phase = "starting";
    try {
      this.#running = await this.#open();
      this.#phase = "running";
      void this.#run(this.#running);
    } catch (error) {
      this.#finish({kind: "failed", error});
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#stopRequested = true;
    if (this.#phase === "new") this.#finish({kind: "stopped"});
    this.#schedule.wake();
    await this.ended;
  }

  status(): EngineStatus {
    const store = this.#running?.store;
    const latestHeight = store?.latestHeight ?? asHeight(0n);
    const latest = this.#block(latestHeight);
    return {
      latestHeight,
      latest: latest === null ? null : {id: latest.id, header: latest.header},
      earliestHeight: store?.earliestHeight ?? asHeight(0n),
      isSynced: this.#phase === "running" && !this.#stopRequested,
      peers: [],
    };
  }

  async submit(raw: Uint8Array): Promise<CheckResult> {
    this.#checkRunning();
    return this.#intake.take(raw).outcome.promise;
  }

  async submitAndWait(raw: Uint8Array, signal: AbortSignal): Promise<Inclusion> {
    this.#checkRunning();
    signal.throwIfAborted();
    const {hash, outcome} = this.#intake.take(raw);
    const inclusion = this.#waiters.wait(hash, signal);
    outcome.promise.then(
      (check) => {
        if (check.code !== 0) this.#waiters.settle(hash, {kind: "refused", check});
      },
      (error: unknown) => this.#waiters.fail(hash, error),
    );
    return inclusion;
  }

  async submitEvidence(evidence: Uint8Array): Promise<void> {
    this.#checkRunning().evidence.add(evidence);
  }

  async unconfirmed(): Promise<readonly Uint8Array[]> {
    return this.#mempool.ordered().map(({raw}) => raw);
  }

  async simulate(signer: PublicKey, transaction: Transaction): Promise<Gas> {
    this.#checkRunning();
    return this.#options.application.simulate(signer, transaction);
  }

  async block(height: Height): Promise<EngineBlock | null> {
    return this.#block(this.#orLatest(height));
  }

  async results(height: Height): Promise<BlockResults | null> {
    const responses = this.#running?.store.responses(this.#orLatest(height)) ?? null;
    return responses === null ? null : blockResultsFromAbci(responses);
  }

  async lightBlock(height: Height): Promise<LightBlock | null> {
    const at = this.#orLatest(height);
    const store = this.#running?.store;
    const header = store?.block(at)?.block.header ?? null;
    const commit = store?.commit(at) ?? null;
    if (header === null || commit === null) return null;
    return {signedHeader: {header, commit}, validatorSet: store?.validators(at) ?? null};
  }

  async validators(height: Height): Promise<ValidatorSet | null> {
    return this.#running?.store.validators(this.#orLatest(height)) ?? null;
  }

  subscribe({signal}: SubscribeOptions): AsyncIterable<CommittedBlock> {
    return this.#feed.subscribe(signal);
  }

  async #open(): Promise<Running> {
    const {genesis, tendermintGenesis, application, signer, clock, signStateFile} = this.#options;
    const {initialHeight} = tendermintGenesis;
    const chain = {chainContext: chainContext(genesis), initialHeight};
    const store = BlockStore.open(this.#options.store, chain, genesisValidatorSet(tendermintGenesis));
    if (signStateFile !== null) await checkSignState(signStateFile, store);
    const evidence = new EvidencePool({store, genesis: tendermintGenesis});
    const opened = await LocalChain.open({
      application,
      genesis: tendermintGenesis,
      signer,
      store,
      clock,
      pacer: this.#pacer,
      evidenceFrom: () => evidence.keptFrom(),
    });
    this.#logger.info("embedded engine ready", {height: store.latestHeight});
    return {store, evidence, chain: opened};
  }

  /** Never rejects. */
  async #run({chain, evidence}: Running): Promise<void> {
    try {
      while (!this.#stopRequested) {
        if (this.#intake.hasReady) await this.#checks.checkArrivals();
        if (this.#schedule.isDue(this.#mempool.size > 0)) await this.#makeBlock(chain, evidence);
        else if (!this.#intake.hasReady) await this.#schedule.wait();
      }
      await this.#keepSignState();
      this.#finish({kind: "stopped"});
    } catch (error) {
      this.#logger.error("the chain has stopped", {err: error});
      this.#finish({kind: "failed", error});
    }
  }

  async #makeBlock(chain: LocalChain, evidence: EvidencePool): Promise<void> {
    const {block: limits, evidence: evidenceLimits} = this.#options.tendermintGenesis.parameters;
    const proved = evidence.forBlock(evidenceLimits.maxBytes);
    const taken = this.#mempool.reap(blockRoom(limits, proved));
    this.#schedule.blockBegins();
    const transactions = taken.map(({raw}) => raw);
    const committed = await chain.extend(transactions, proved);
    this.#schedule.blockEnds(chain.nextTime, chain.iota);
    const {height} = committed;
    this.#feed.publish(committed);
    this.#logger.debug("block made", {height, transactions: taken.length});
    await this.#settle(taken, committed);
    await this.#checks.checkAgain();
  }

  /** Tells those who wait, a few at a time: their answers leave in the same turn of the event loop. */
  async #settle(taken: readonly CheckedTransaction[], {height, results}: CommittedBlock): Promise<void> {
    const outcomes = taken.flatMap((transaction, index) => {
      const result = results.transactions[index];
      return result === undefined ? [] : [{transaction, index, result}];
    });
    for (const {transaction, result} of outcomes) this.#mempool.included(transaction, result.code !== 0);
    for (const [told, {transaction, index, result}] of outcomes.entries()) {
      this.#waiters.settle(transaction.hash, {kind: "included", height, index, result});
      if ((told + 1) % answersAtOnce === 0) await this.#pacer.pause();
    }
  }

  async #keepSignState(): Promise<void> {
    const {signStateFile, signer, tendermintGenesis} = this.#options;
    const commit = this.#running?.store.latestCommit ?? null;
    if (signStateFile === null || commit === null) return;
    await writeSignState(signStateFile, tendermintGenesis.chainId, commit, signer.publicKey);
  }

  #finish(end: EngineEnd): void {
    this.#phase = "ended";
    this.#schedule.close();
    const cause = end.kind === "failed" ? end.error : undefined;
    const error = new EngineError("stopped", "the engine has stopped", {cause});
    this.#intake.fail(error);
    this.#waiters.failAll(error);
    this.#feed.end();
    this.#end.resolve(end);
  }

  #checkRunning(): Running {
    if (this.#phase === "running" && !this.#stopRequested && this.#running !== null) return this.#running;
    throw new EngineError("stopped", "the engine does not run");
  }

  #block(height: Height): EngineBlock | null {
    const stored = this.#running?.store.block(height) ?? null;
    return stored === null ? null : engineBlock(stored);
  }

  #orLatest(height: Height): Height {
    return height === 0n ? (this.#running?.store.latestHeight ?? height) : height;
  }
}
