import {utf8} from "@oasis-node/primitives/bytes";
import {zeroTime} from "@oasis-node/primitives/cbor";
import {asHeight, type Epoch, type Gas, type Height} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {PublicKey, SignatureVerifier} from "@oasis-node/primitives/signature";
import {tendermintAppVersion} from "@oasis-node/primitives/version";
import {ConsensusParameters, consensusErrors, type Transaction} from "../consensus/index.ts";
import {
  type BlockContext,
  Context,
  type Event,
  freeGas,
  HaltError,
  LimitedGas,
  type Mode,
  type NodeSettings,
  type Validator,
} from "../context/index.ts";
import type {Document} from "../genesis/index.ts";
import {writeValue} from "../storedValue/index.ts";
import {type UpgradeSchedule, upgradeErrors} from "../upgrade/index.ts";
import {ApplicationError} from "./applicationError.ts";
import type {ApplicationState} from "./applicationState.ts";
import {type ChainApp, inOrder} from "./apps.ts";
import {type ChainGenesis, GenesisSource} from "./chainGenesis.ts";
import {Dispatcher} from "./dispatcher.ts";
import {fatal} from "./failure.ts";
import {storeInitChainEvents, takeInitChainEvents} from "./initChainEvents.ts";
import {applicationKeys, genesisDigestKey} from "./keys.ts";
import {type ChainConstants, LiveChain} from "./liveChain.ts";
import type {
  BlockRequest,
  CheckResult,
  CommitResult,
  EndBlockResult,
  GenesisRequest,
  Halt,
  Info,
  TransactionResult,
} from "./requests.ts";
import {StepGuard} from "./stepGuard.ts";
import {TransactionRunner} from "./transactionRunner.ts";

export interface ApplicationOptions {
  readonly state: ApplicationState;
  /** The document is needed for InitChain and not kept after that; what else there is to know suffices for a chain that goes on. */
  readonly genesis: Document | ChainGenesis;
  readonly apps: readonly ChainApp[];
  readonly verifier: SignatureVerifier;
  readonly node: NodeSettings;
  /** The node's list of pending upgrades; null for a node that keeps none. */
  readonly upgrades: UpgradeSchedule<Context> | null;
  /** Blocks below this height need not be kept; 0, the default, keeps all. */
  readonly retainHeight?: () => Height;
  /** Told when the chain is about to stop at the beginning of a block. */
  readonly onHalt?: (halt: Halt) => void;
}

/**
 * The deterministic application of the consensus layer (consensus-core §1). An engine calls InitChain once; then for
 * every block BeginBlock, DeliverTx for each transaction, EndBlock, Commit; and CheckTx at any time between these. A
 * `HaltError` from any of them means that the chain cannot go on: every step after it throws `ApplicationError` `stopped`.
 */
export class Application {
  readonly state: ApplicationState;
  readonly #genesis: GenesisSource;
  readonly #guard = new StepGuard();
  readonly #apps: readonly ChainApp[];
  readonly #constants: ChainConstants;
  readonly #upgrades: UpgradeSchedule<Context> | null;
  readonly #runner: TransactionRunner;
  readonly #retainHeight: () => Height;
  readonly #onHalt: (halt: Halt) => void;
  /** Time of the last block that began. */
  #time: bigint = zeroTime;
  /** Time of the last block that was committed: what simulations go by, which may run at any time. */
  #committedTime: bigint = zeroTime;
  #block: BlockContext | null = null;
  /** Height committed when the last block began; null before the first since the start. */
  #lastBegun: Height | null = null;
  #isHalting = false;

  constructor({state, genesis, apps, verifier, node, upgrades, retainHeight, onHalt}: ApplicationOptions) {
    this.state = state;
    this.#genesis = new GenesisSource(genesis, state.lastHeight === 0n);
    this.#apps = inOrder(apps);
    const {chainContext, baseEpoch} = this.#genesis.chain;
    this.#constants = {chainContext, baseEpoch, verifier, node, upgrades};
    this.#upgrades = upgrades;
    this.#runner = new TransactionRunner({
      dispatcher: new Dispatcher(this.#apps.map(({app}) => app)),
      isHalting: () => this.#isHalting,
      isUpgradeAt: (height) => upgrades?.hasUpgradeAt(height) ?? false,
    });
    this.#retainHeight = retainHeight ?? (() => asHeight(0n));
    this.#onHalt = onHalt ?? (() => {});
    if (state.lastHeight > 0n) this.stateLoaded();
  }

  info(): Info {
    const {lastHeight, root} = this.state;
    const lastAppHash = lastHeight === 0n ? null : root.hash;
    return {appVersion: tendermintAppVersion, lastHeight, lastAppHash};
  }

  /** Writes the state of genesis and gives its app hash (§1.5). */
  initChain(request: GenesisRequest): Hash {
    return this.#guard.run("InitChain", () => this.#initChain(request));
  }

  /** Begins a block; gives the events of its beginning (§1.6). */
  beginBlock(request: BlockRequest): readonly Event[] {
    return this.#guard.run("BeginBlock", () => this.#beginBlock(request));
  }

  /** Executes a transaction of the block (§1.7). */
  deliverTx(raw: Uint8Array): TransactionResult {
    return this.#guard.run("DeliverTx", () => this.#runner.deliver(this.#newContext("deliverTx"), raw));
  }

  /** Whether a transaction may wait for a block: by the state of the last one, and of the checks since (§1.7). */
  checkTx(raw: Uint8Array): CheckResult {
    return this.#guard.run("CheckTx", () => this.#runner.check(this.#newContext("checkTx"), raw));
  }

  /** Ends the block (§1.9). */
  endBlock(): EndBlockResult {
    return this.#guard.run("EndBlock", () => this.#endBlock());
  }

  /** Stores the state of the block (§1.9). Throws `ApplicationError` `commitFailed`. */
  commit(): Promise<CommitResult> {
    return this.#guard.store("Commit", async () => {
      await this.state.commit();
      this.#committedTime = this.#time;
      return {appHash: this.state.root.hash, retainHeight: this.#retainHeight()};
    });
  }

  /** The gas that a transaction would use; can be asked at any time. Throws `noCommittedBlocks` before the first block. */
  simulate(signer: PublicKey, transaction: Transaction): Gas {
    if (this.#lastBegun === null) throw consensusErrors.noCommittedBlocks();
    const tree = this.state.newSimulationTree();
    try {
      const chain = new LiveChain(this.#constants, this.state, tree);
      const context = new Context({mode: "simulateTx", tree, chain, now: this.#committedTime, block: null});
      return this.#runner.simulate(context, signer, transaction);
    } finally {
      tree.close();
    }
  }

  /** The state was there at the start or has been restored: applications refresh what they keep beside it (§1.11). */
  stateLoaded(): void {
    this.#genesis.take();
    this.#guard.run("loading of the state", () => {
      const context = this.#newContext("endBlock");
      this.#eachApp("block", ({app}) => app.stateLoaded?.(context));
    });
  }

  #initChain(request: GenesisRequest): Hash {
    this.#checkInitialHeight(request.initialHeight);
    const document = this.#genesis.take();
    if (document === null) {
      throw new ApplicationError("noDocument", "InitChain takes the genesis document, which was not given");
    }
    this.#time = document.time;
    const context = this.#newContext("initChain");
    // Tells chains apart for ever, even when nothing else is written.
    context.tree.insert(genesisDigestKey, utf8(this.#constants.chainContext));
    this.#eachApp("initChain", (one) => one.initChain(context, document, request));
    storeInitChainEvents(context.tree, context.events);
    const key = applicationKeys.consensusParameters.encode();
    writeValue(context.tree, key, ConsensusParameters, document.consensus.parameters);
    this.state.initialized();
    this.#committedTime = this.#time;
    return this.state.root.hash;
  }

  #beginBlock(request: BlockRequest): readonly Event[] {
    this.#startBlock(request);
    const context = this.#newContext("beginBlock");
    const epoch = context.chain.currentEpoch();
    this.#runUpgrades(context, epoch);
    if (this.#isHalting) throw new HaltError("haltEpoch", "after halt epoch, halting");
    // Asked before the beacon runs, so it is the block after the first of the epoch that stays empty.
    if (this.#isInHaltEpoch(context)) {
      this.#isHalting = true;
      this.#tellHalt(epoch, null);
      return [];
    }
    try {
      this.#eachApp("block", ({app}) => app.beginBlock?.(context, request));
    } catch (error) {
      this.#tellHalt(epoch, error);
      throw error;
    }
    const isFirst = this.state.lastHeight === 0n;
    return isFirst ? [...takeInitChainEvents(context.tree), ...context.events] : context.events;
  }

  #endBlock(): EndBlockResult {
    if (this.#isHalting) return {events: [], validatorUpdates: [], appVersion: null};
    const context = this.#newContext("endBlock");
    let validatorUpdates: readonly Validator[] = [];
    this.#eachApp("block", ({app}) => {
      validatorUpdates = app.endBlock?.(context) ?? validatorUpdates;
    });
    this.#runUpgrades(context, context.chain.currentEpoch());
    this.#block = null;
    return {events: context.events, validatorUpdates, appVersion: tendermintAppVersion};
  }

  #checkInitialHeight(engine: Height): void {
    const {height} = this.#genesis.chain;
    const state = this.state.initialHeight;
    if (height === engine && height === state) return;
    const details = {genesis: height, engine, state};
    throw new HaltError("initChain", "inconsistent initial height", {details});
  }

  #startBlock({time, proposerAddress}: BlockRequest): void {
    const {lastHeight, consensusParameters} = this.state;
    if (this.#lastBegun === lastHeight) throw new HaltError("block", "redundant BeginBlock");
    this.#lastBegun = lastHeight;
    this.#time = time;
    const {maxBlockGas} = consensusParameters;
    this.#block = {
      gas: maxBlockGas > 0n ? new LimitedGas(maxBlockGas) : freeGas,
      proposerAddress,
      fees: 0n,
      proposerEntity: null,
      beaconFlags: new Set(),
    };
  }

  #runUpgrades(context: Context, epoch: Epoch): void {
    try {
      this.#upgrades?.run(context, epoch, context.blockHeight);
    } catch (error) {
      if (!upgradeErrors.stopForUpgrade.is(error)) throw fatal("block", "consensus upgrade", error);
      const halt = new HaltError("upgrade", error.message, {cause: error});
      this.#tellHalt(epoch, halt);
      throw halt;
    }
  }

  /** A chain that starts above height 1 cannot tell its epoch in the first block: kept, so that it cannot halt there. */
  #isInHaltEpoch({chain}: Context): boolean {
    if (this.state.lastHeight === 0n && this.state.initialHeight > 1n) return false;
    return chain.epochAt(asHeight(this.state.lastHeight + 1n)) === this.#genesis.chain.haltEpoch;
  }

  #tellHalt(epoch: Epoch, error: unknown): void {
    this.#onHalt({height: this.state.lastHeight, time: this.#time, epoch, error});
  }

  #eachApp(code: "initChain" | "block", run: (app: ChainApp) => void): void {
    for (const one of this.#apps) {
      try {
        run(one);
      } catch (error) {
        throw fatal(code, one.app.name, error);
      }
    }
  }

  #newContext(mode: Exclude<Mode, "simulateTx">): Context {
    const isCheck = mode === "checkTx";
    const tree = isCheck ? this.state.checkTree : this.state.deliverTree;
    const chain = new LiveChain(this.#constants, this.state, tree, mode === "initChain");
    const block = isCheck || mode === "initChain" ? null : this.#block;
    return new Context({mode, tree, chain, now: this.#time, block});
  }
}
