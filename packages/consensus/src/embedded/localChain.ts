import {equal} from "@oasis-node/primitives/bytes";
import type {Clock} from "@oasis-node/primitives/clock";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import type {Signer} from "@oasis-node/primitives/signature";
import type {Application} from "@oasis-node/state-transition/application";
import type {TendermintGenesis} from "@oasis-node/state-transition/genesis";
import {blockResultsToAbci} from "../abci/index.ts";
import type {BlockStore} from "../blockStore/index.ts";
import {type BlockResults, type CommittedBlock, EngineError} from "../engine/index.ts";
import {type Evidence, engineAddress, resultsHash, sealBlock} from "../tendermint/index.ts";
import {type ChainState, stateAfter, stateWith} from "./chainState.ts";
import {engineBlock} from "./engineBlock.ts";
import {executeBlock} from "./executeBlock.ts";
import {makeBlock} from "./makeBlock.ts";
import type {Pacer} from "./pacer.ts";
import {signCommit} from "./signCommit.ts";
import {checkSoleValidator} from "./soleValidator.ts";

export interface LocalChainOptions {
  readonly application: Application;
  readonly genesis: TendermintGenesis;
  readonly signer: Signer;
  readonly store: BlockStore;
  readonly clock: Clock;
  readonly pacer: Pacer;
  /** Evidence below this height is too old to be kept. */
  readonly evidenceFrom: () => bigint;
}

const millisecond = 1_000_000n;

/**
 * The chain of one validator. A block is executed first and then stored with its signatures and results, in one write;
 * only then is the state made durable. A crash before the write leaves nothing behind, one after it a block to be
 * replayed.
 */
export class LocalChain {
  readonly #options: LocalChainOptions;
  readonly #address: Uint8Array;
  #state: ChainState;
  #appHash: Uint8Array;
  #retainHeight: Height = asHeight(0n);

  private constructor(options: LocalChainOptions, appHash: Uint8Array) {
    const {store, genesis, signer} = options;
    this.#options = options;
    this.#address = engineAddress(signer.publicKey);
    this.#state = stateAfter(store, genesis, store.latestHeight);
    this.#appHash = appHash;
    checkSoleValidator(this.#state, signer.publicKey);
  }

  /** The chain as its stores have it, once the state has caught up with the blocks. Throws `EngineError`, `HaltError`. */
  static async open(options: LocalChainOptions): Promise<LocalChain> {
    const {application, genesis, store} = options;
    const {lastHeight, lastAppHash} = application.info();
    if (lastHeight > store.latestHeight) {
      const details = {state: lastHeight, blocks: store.latestHeight};
      throw new EngineError("badStore", "the state is ahead of the stored blocks", {details});
    }
    const {initialHeight, validators} = genesis;
    let appHash: Uint8Array = lastAppHash ?? application.initChain({initialHeight, validators});
    const first = lastHeight === 0n ? initialHeight : lastHeight + 1n;
    if (lastHeight > 0n) checkStateBelow(application, store, lastHeight);
    for (let height = first; height <= store.latestHeight; height++) {
      appHash = await replay(options, asHeight(height), appHash);
    }
    return new LocalChain(options, appHash);
  }

  /** Least time between blocks, nanoseconds. */
  get iota(): bigint {
    return this.#options.genesis.parameters.block.timeIotaMs * millisecond;
  }

  /** Time of the next block, nanoseconds since 1970. */
  get nextTime(): bigint {
    const [part] = this.#state.lastCommit.signatures;
    return part?.timestamp ?? this.#state.lastBlockTime;
  }

  /** Makes the next block of these transactions; durable when it resolves. Throws `HaltError`, `EngineError`, `NodeDbError`. */
  async extend(transactions: readonly Uint8Array[], evidence: readonly Evidence[]): Promise<CommittedBlock> {
    const {application, genesis, signer, store, clock, pacer, evidenceFrom} = this.#options;
    checkSoleValidator(this.#state, signer.publicKey);
    const contents = {transactions, evidence, proposerAddress: this.#address, appHash: this.#appHash};
    const block = makeBlock(genesis, this.#state, contents);
    const {bytes, id} = sealBlock(block);
    const results = await executeBlock(application, pacer, this.#state, block, id);
    const commit = await signCommit(signer, block.header, id, {now: clock.now(), iota: this.iota});
    const next = stateWith(this.#state, {block, id, commit, results});
    store.append({
      id,
      block,
      bytes,
      commit,
      responses: blockResultsToAbci(results),
      nextValidators: next.validators,
      afterNextValidators: next.nextValidators,
      retainHeight: this.#retainHeight,
      evidenceFrom: evidenceFrom(),
    });
    const {appHash, retainHeight} = await application.commit();
    this.#state = next;
    this.#appHash = appHash;
    this.#retainHeight = retainHeight;
    return {height: next.lastHeight, block: engineBlock({id, block, size: bytes.length}), results};
  }
}

/** Executes a stored block again; gives the app hash after it. */
async function replay(
  {application, genesis, store, pacer}: LocalChainOptions,
  height: Height,
  appHash: Uint8Array,
): Promise<Uint8Array> {
  const stored = store.block(height);
  const responses = store.responses(height);
  if (stored === null || responses === null) {
    throw new EngineError("badStore", "a block that the state lacks is not stored", {details: {height}});
  }
  const {block, id} = stored;
  if (!equal(block.header.appHash, appHash)) throw contradiction("app hash", height);
  const before = height === genesis.initialHeight ? asHeight(0n) : asHeight(height - 1n);
  const results = await executeBlock(application, pacer, stateAfter(store, genesis, before), block, id);
  if (!sameResults(results, responses.deliverTxs)) throw contradiction("results", height);
  return (await application.commit()).appHash;
}

/** The newest block names the state before it, which is kept. */
function checkStateBelow({state}: Application, store: BlockStore, lastHeight: Height): void {
  const [root] = state.db.getRootsForVersion(lastHeight - 1n);
  const header = store.block(lastHeight)?.block.header;
  if (root === undefined || header === undefined || lastHeight === state.initialHeight) return;
  if (!equal(root.hash, header.appHash)) throw contradiction("app hash", lastHeight);
}

function sameResults(
  {transactions}: BlockResults,
  stored: readonly BlockResults["transactions"][number][],
): boolean {
  return equal(resultsHash(transactions), resultsHash(stored));
}

function contradiction(what: string, height: Height): EngineError {
  return new EngineError("badStore", `the state has another ${what} than the stored block`, {
    details: {height},
  });
}
