import {toHex} from "@oasis-node/primitives/bytes";
import {asRound} from "@oasis-node/primitives/epoch";
import {Hash, hashOf} from "@oasis-node/primitives/hash";
import {prepareContext, type Signature, signingContexts} from "@oasis-node/primitives/signature";
import {inputBatch} from "@oasis-node/runtime/ioTree";
import {executionModes} from "@oasis-node/runtime/protocol";
import {type ComputeBody, ExecutorCommitment, roothashMethods} from "@oasis-node/state-transition/roothash";
import {type Group, isTransactionScheduler} from "../committee/index.ts";
import type {ProposedInputs} from "./batch.ts";
import type {BatchWeightLimits} from "./batchWeightLimits.ts";
import {computeBody, failureBody} from "./computeBody.ts";
import {abortable, type ExecutorDependencies, type ExecutorRuntime} from "./dependencies.ts";
import {batchLimits, fetchInputs, inputRoot} from "./fetchInputs.ts";
import {makeProposal, type OwnProposal, storeInputs} from "./proposal.ts";
import {lastRound, type Round} from "./round.ts";
import {type ExecuteResponse, runtimeContext} from "./runtimeCalls.ts";
import {type Results, resultsOf, storeResults} from "./storeResults.ts";

/** Milliseconds that a runtime gets to give up a batch before it is not waited for any more. */
const abortTimeoutMs = 5000;

/** A batch that the runtime has executed. */
export interface Executed {
  readonly inputs: readonly Uint8Array[];
  readonly response: ExecuteResponse;
}

/** The work on batches: everything that takes time (runtime-workers §4.4.5). Decides nothing. */
export class BatchJobs {
  readonly #dependencies: ExecutorDependencies;
  readonly #runtime: ExecutorRuntime;
  readonly #limits: BatchWeightLimits;
  /** Settles when the runtime has given up what it was told to. */
  #aborting: Promise<void> = Promise.resolve();

  constructor(dependencies: ExecutorDependencies, runtime: ExecutorRuntime, limits: BatchWeightLimits) {
    this.#dependencies = dependencies;
    this.#runtime = runtime;
    this.#limits = limits;
  }

  /** Has the runtime execute what was proposed. */
  async execute(round: Round, group: Group, batch: ProposedInputs, signal: AbortSignal): Promise<Executed> {
    const {header} = round.transition.block;
    const inputs = batch.inputs ?? (await this.#fetch(round, group, batch, signal));
    const replicated = batch.inputs === null ? this.#replicate(round, batch, inputs, signal) : null;
    const response = await this.#call(round, "execute", {ioRoot: batch.ioRoot, inputs}, signal);
    // Results can only be applied to inputs that are there.
    await replicated;
    this.#limits.report(response.batchWeightLimits, asRound(header.round + 1n));
    return {inputs, response};
  }

  /** Has the runtime choose, beginning with these transactions, and execute what it chose. */
  async schedule(round: Round, inputs: readonly Uint8Array[], signal: AbortSignal): Promise<ExecuteResponse> {
    const response = await this.#call(round, "schedule", {ioRoot: null, inputs}, signal);
    this.#limits.report(response.batchWeightLimits, asRound(round.transition.block.header.round + 1n));
    return response;
  }

  /** Proposes inputs: as a tree that is made here, or that the runtime has made. */
  async propose(
    {transition}: Round,
    source: {readonly inputs: readonly Uint8Array[]} | {readonly chosen: ExecuteResponse},
    signal: AbortSignal,
  ): Promise<OwnProposal> {
    const {header} = transition.block;
    if ("inputs" in source) {
      return makeProposal(this.#dependencies, header, inputBatch(source.inputs), source.inputs, signal);
    }
    const {txInputRoot, txInputWriteLog} = source.chosen;
    const tree = {root: txInputRoot, writeLog: txInputWriteLog ?? []};
    return makeProposal(this.#dependencies, header, tree, null, signal);
  }

  /** Stores results and gives what is to be committed to; of a failure when storage does not keep them. */
  async store(
    {transition}: Round,
    group: Group,
    batch: ProposedInputs,
    response: ExecuteResponse,
    signal: AbortSignal,
  ): Promise<{readonly body: ComputeBody; readonly results: Results | null}> {
    const {logger, storageCommitTimeoutMs, clock} = this.#dependencies;
    const {header} = transition.block;
    const done = new AbortController();
    const late = clock.sleep(storageCommitTimeoutMs, done.signal).then(() => "late" as const);
    late.catch(() => {});
    const timeout = new AbortController();
    try {
      const results = resultsOf(response.batch);
      const bounded = AbortSignal.any([signal, timeout.signal]);
      const stored = storeResults(this.#dependencies, {header, group}, batch, results, bounded);
      stored.catch(() => {});
      const storageSignatures = await Promise.race([stored, late]);
      if (storageSignatures === "late") throw new DOMException("storage commit timed out", "TimeoutError");
      return {body: this.#body(transition, group, batch, response, storageSignatures), results};
    } catch (error) {
      signal.throwIfAborted();
      logger.error("storage failure, submitting failure indicating commitment", {err: error});
      return {body: failureBody(batch, header, "storageUnavailable"), results: null};
    } finally {
      done.abort();
      timeout.abort();
    }
  }

  /** Signs a commitment and gives how to submit it. */
  async sign(body: ComputeBody): Promise<(signal: AbortSignal) => Promise<void>> {
    const {signer, signatures, runtimeId, submitter} = this.#dependencies;
    const context = prepareContext(signingContexts.executorCommitment, {
      chainContext: signatures.chainContext,
      suffix: toHex(runtimeId),
    });
    const commitment = await ExecutorCommitment.sign(signer, context, body);
    const method = roothashMethods["roothash.ExecutorCommit"];
    return (signal) =>
      submitter.signAndSubmit({signer, method, body: {id: runtimeId, commits: [commitment]}}, signal);
  }

  #body(
    {block}: Round["transition"],
    group: Group,
    batch: ProposedInputs,
    {batch: computed}: ExecuteResponse,
    storageSignatures: readonly Signature[],
  ): ComputeBody {
    const isScheduler = isTransactionScheduler(group, block.header.round);
    return computeBody(batch, computed, {isScheduler, storageSignatures});
  }

  #fetch(round: Round, group: Group, {ioRoot}: ProposedInputs, signal: AbortSignal): Promise<Uint8Array[]> {
    const root = inputRoot(round.transition.block.header, ioRoot);
    return fetchInputs(abortable(this.#dependencies.storage, signal), root, batchLimits(group.runtime));
  }

  /** Copies inputs of another node to the own storage. Others may have them where this fails. */
  async #replicate(
    {transition}: Round,
    {ioRoot}: ProposedInputs,
    inputs: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<void> {
    const {localStorage, logger} = this.#dependencies;
    if (localStorage === null) return;
    try {
      const {writeLog} = inputBatch(inputs);
      await storeInputs(localStorage, transition.block.header, {root: ioRoot, writeLog}, signal);
    } catch (error) {
      if (!signal.aborted) logger.error("local storage replication failed", {err: error});
    }
  }

  async #call(
    {transition}: Round,
    mode: keyof typeof executionModes,
    {
      ioRoot,
      inputs,
    }: {readonly ioRoot: ProposedInputs["ioRoot"] | null; readonly inputs: readonly Uint8Array[]},
    signal: AbortSignal,
  ): Promise<ExecuteResponse> {
    const {state, results} = await lastRound(this.#dependencies, transition.height, signal);
    await this.#aborting;
    signal.throwIfAborted();
    const request = {
      ...runtimeContext(transition),
      mode: executionModes[mode],
      roundResults: results,
      // Not looked at when the runtime chooses.
      ioRoot: ioRoot ?? Hash.zero(),
      inputs: [...inputs],
      maxMessages: state.runtime?.executor.maxMessages ?? 0,
    };
    try {
      return await this.#runtime.call("RuntimeExecuteTxBatchRequest", request, {signal});
    } catch (error) {
      if (signal.aborted) this.#aborting = this.#abort();
      throw error;
    }
  }

  /** Never rejects. */
  async #abort(): Promise<void> {
    const {clock, logger} = this.#dependencies;
    logger.error("batch processing aborted by context, restarting runtime");
    const done = new AbortController();
    const late = clock.sleep(abortTimeoutMs, done.signal).catch(() => {});
    await Promise.race([this.#runtime.abort(), late]);
    done.abort();
  }
}

/** Hashes of the transactions of a batch: runtimes that do not choose them need not give them. */
export function executedHashes(inputs: readonly Uint8Array[], response: ExecuteResponse) {
  const given = response.txHashes ?? [];
  return given.length > 0 ? given : inputs.map((input) => hashOf(input));
}
