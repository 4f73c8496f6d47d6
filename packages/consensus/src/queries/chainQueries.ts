import type {Height} from "@oasis-node/primitives/epoch";
import {type ConsensusParameters, consensusErrors} from "@oasis-node/state-transition/consensus";
import {chainContext, type Document, type TendermintParameters} from "@oasis-node/state-transition/genesis";
import type {StateQueries} from "@oasis-node/state-transition/query";
import type {Engine, EngineBlock} from "../engine/index.ts";
import {encode} from "../protobuf/index.ts";
import {LightBlock} from "../tendermint/index.ts";
import {blockEvents, type EventReader, type EventSource} from "./blockEvents.ts";
import {type ChainBlock, chainBlock} from "./chainBlock.ts";
import {ChainQueryError} from "./chainQueryError.ts";
import {engineParametersBytes} from "./engineParameters.ts";
import {type TransactionsWithResults, transactionsWithResults} from "./transactionResults.ts";

export interface ChainQueriesOptions {
  readonly engine: Engine;
  readonly states: StateQueries;
  readonly genesis: Document;
  /** Of the engine; they follow from the genesis document and never change. */
  readonly parameters: TendermintParameters;
}

/** Something of a height, with protobuf of the engine's own form of it. */
export interface EngineAnswer {
  height: Height;
  meta: Uint8Array;
}

/**
 * What clients ask of the chain itself, beside its state. Height 0 is the latest one; before the first block it throws
 * (consensus, 1). Other heights without a block throw `ChainQueryError` `heightUnavailable`.
 */
export class ChainQueries {
  readonly states: StateQueries;
  readonly genesis: Document;
  readonly engine: Engine;
  /** What separates the network from all others: 64 hexadecimal digits. */
  readonly chainContext: string;
  readonly #parameters: Uint8Array;

  constructor({engine, states, genesis, parameters}: ChainQueriesOptions) {
    this.engine = engine;
    this.states = states;
    this.genesis = genesis;
    this.chainContext = chainContext(genesis);
    this.#parameters = engineParametersBytes(parameters);
  }

  async block(height: Height): Promise<ChainBlock> {
    return chainBlock(await this.#block(height));
  }

  /** Raw transactions of a block, in its order. */
  async transactions(height: Height): Promise<Uint8Array[]> {
    return [...(await this.#block(height)).transactions];
  }

  async transactionsWithResults(height: Height): Promise<TransactionsWithResults> {
    return transactionsWithResults(await this.eventSource(height));
  }

  /** A module's events of a block, in the reference's order; null without any, as on the wire. */
  async events<T>(height: Height, read: EventReader<T>): Promise<T[] | null> {
    const events = blockEvents(await this.eventSource(height), read);
    return events.length === 0 ? null : events;
  }

  /** A block and its results: what events are read from. */
  async eventSource(height: Height): Promise<EventSource> {
    const actual = this.#resolve(height);
    const [block, results] = await Promise.all([this.engine.block(actual), this.engine.results(actual)]);
    if (results === null) throw this.#unavailable(actual, "block results");
    if (block === null) throw this.#unavailable(actual, "block");
    return {height: actual, transactions: block.transactions, results};
  }

  /**
   * Protobuf of Tendermint's `LightBlock`; for the height after the latest it has validators only, as from the reference.
   * Throws (consensus, 3) for a height whose validators are not known.
   */
  async lightBlock(height: Height): Promise<EngineAnswer> {
    const actual = this.#resolve(height);
    const whole = await this.engine.lightBlock(actual);
    if (whole !== null) return {height: actual, meta: encode(LightBlock, whole)};
    const validatorSet = await this.engine.validators(actual);
    if (validatorSet === null) throw consensusErrors.versionNotFound({details: {height: actual}});
    return {height: actual, meta: encode(LightBlock, {signedHeader: null, validatorSet})};
  }

  /**
   * Parameters of the application at a height, and protobuf of Tendermint's `ConsensusParams`. The height after the latest
   * has those of the latest, as in the reference. Throws (consensus, 3) for heights that are not kept or known.
   */
  parameters(height: Height): EngineAnswer & {parameters: ConsensusParameters} {
    const actual = this.#resolve(height);
    if (actual < this.engine.status().earliestHeight || actual > this.states.lastHeight + 1n) {
      const reason = `could not find consensus params for height #${actual}`;
      const context = `tendermint: consensus params query failed: ${reason}`;
      throw consensusErrors.versionNotFound({context, details: {height: actual}});
    }
    const parameters = this.states.at(actual, (view) => view.consensusParameters());
    return {height: actual, parameters, meta: this.#parameters};
  }

  /**
   * The height itself; the latest for 0. That is the latest one with a state: an engine can have a block before its state is
   * there. Throws (consensus, 1) for 0 before the first block.
   */
  #resolve(height: Height): Height {
    if (height !== 0n) return height;
    const {lastHeight} = this.states;
    if (lastHeight === 0n) throw consensusErrors.noCommittedBlocks();
    return lastHeight;
  }

  async #block(height: Height): Promise<EngineBlock> {
    const actual = this.#resolve(height);
    const block = await this.engine.block(actual);
    if (block === null) throw this.#unavailable(actual, "block");
    return block;
  }

  #unavailable(height: Height, what: "block" | "block results"): ChainQueryError {
    const {earliestHeight} = this.engine.status();
    const {lastHeight} = this.states;
    const text = `tendermint: ${what} query failed: ${reason(height, earliestHeight, lastHeight)}`;
    return new ChainQueryError("heightUnavailable", text, {details: {height, earliestHeight, lastHeight}});
  }
}

function reason(height: Height, earliest: Height, latest: Height): string {
  if (height <= 0n) return `height must be greater than 0, but got ${height}`;
  if (height > latest) {
    return `height ${height} must be less than or equal to the current blockchain height ${latest}`;
  }
  return `height ${height} is not available, lowest height is ${earliest}`;
}
