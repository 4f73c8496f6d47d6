import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {neverAborted} from "@oasis-node/primitives/abort";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import {encode, map, text, u64} from "@oasis-node/primitives/cbor";
import {asRound} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import {RawSignature} from "@oasis-node/primitives/signature";
import {type BodyValue, executionModes, storageEndpoints} from "@oasis-node/runtime/protocol";
import {
  type ComputeResultsHeader,
  type Header,
  headerHash,
  messagesHash,
  RoundResults,
} from "@oasis-node/state-transition/roothash";
import {consensusState, type Verifier} from "../consensus/index.ts";
import {
  BatchContext,
  type BatchEnvironment,
  type CheckResult,
  type HostInfo,
  type Paratime,
  ParatimeError,
} from "../paratime/index.ts";
import {
  type HostCalls,
  hostSyncer,
  type LocalStorage,
  localStorage,
  StateCaches,
  StateOverlay,
} from "../state/index.ts";
import {dispatcherFailure, queryNotSupported, schedulingNotSupported} from "./dispatcherErrors.ts";
import {ioResults} from "./ioResults.ts";
import {executeBatch, type RunBatch, scheduleBatch} from "./runBatch.ts";

type CheckRequest = BodyValue<"RuntimeCheckTxBatchRequest">;
type ExecuteRequest = BodyValue<"RuntimeExecuteTxBatchRequest">;
type ExecuteResponse = BodyValue<"RuntimeExecuteTxBatchResponse">;
type QueryRequest = BodyValue<"RuntimeQueryRequest">;

/** The part of a request that says on what it works. */
type Basis = Pick<QueryRequest, "consensusBlock" | "header" | "epoch" | "maxMessages">;

/** Query by which the scheduler asks for the limits of weights (runtime-workers §1.7). */
const weightLimitsQuery = "internal.BatchWeightLimits";

export interface DispatcherOptions {
  readonly paratime: Paratime;
  readonly verifier: Verifier;
  readonly host: HostCalls;
  readonly hostInfo: HostInfo;
}

/**
 * Works on batches and queries (runtime-workers §1.7). What it throws as `CodedError` is for the host; after any other
 * error nothing it says can be relied on.
 */
export class Dispatcher {
  readonly #paratime: Paratime;
  readonly #verifier: Verifier;
  readonly #host: HostCalls;
  readonly #hostInfo: HostInfo;
  readonly #caches: StateCaches;
  readonly #localStorage: LocalStorage;
  /** Batches that are being executed, each with a way to stop it. */
  readonly #running = new Map<Promise<unknown>, AbortController>();

  constructor({paratime, verifier, host, hostInfo}: DispatcherOptions) {
    this.#paratime = paratime;
    this.#verifier = verifier;
    this.#host = host;
    this.#hostInfo = hostInfo;
    this.#caches = new StateCaches(hostSyncer(host, storageEndpoints.runtime));
    this.#localStorage = localStorage(host);
  }

  /** Checks transactions, each on the state of the block. */
  async check({block, inputs, ...rest}: CheckRequest): Promise<CheckResult[]> {
    const basis = {...rest, header: block.header};
    this.#checkNamespace(block.header);
    const consensusRoot = this.#verifier.unverified(rest.consensusBlock);
    return this.#caches.checks.use(stateRoot(block.header), async (tree) => {
      const state = new StateOverlay(tree);
      const batch = new BatchContext(this.#environment(basis, consensusRoot, {state, isCheck: true}));
      const results: CheckResult[] = [];
      for (const input of inputs ?? []) results.push(await this.#paratime.check(batch, input ?? none));
      return results;
    });
  }

  /** Executes a batch, or makes one. */
  execute(request: ExecuteRequest): Promise<ExecuteResponse> {
    const stop = new AbortController();
    const done = this.#execute(request, stop.signal).finally(() => this.#running.delete(done));
    this.#running.set(done, stop);
    return done;
  }

  /** Gives up the batches being executed; resolves when they have ended. */
  async abort(): Promise<void> {
    for (const stop of this.#running.values()) stop.abort();
    await Promise.allSettled(this.#running.keys());
  }

  /** Answers a query on the state of a block. */
  async query({method, args, ...basis}: QueryRequest): Promise<Uint8Array> {
    // Unlike a batch a query harms nobody: it is answered.
    if (this.#isForeign(basis.header)) throw dispatcherFailure(this.#foreignText(basis.header));
    const consensusRoot = this.#verifier.unverified(basis.consensusBlock);
    return this.#caches.query(basis.header.round).use(stateRoot(basis.header), async (tree) => {
      const state = new StateOverlay(tree);
      const batch = new BatchContext(this.#environment(basis, consensusRoot, {state, isCheck: true}));
      const limits =
        method === weightLimitsQuery ? await this.#paratime.batchWeightLimits?.(batch) : undefined;
      if (limits !== undefined) return encode(map(text, u64), new Map(limits));
      const answer = (await this.#paratime.query?.(batch, method, args ?? none)) ?? null;
      if (answer === null) throw queryNotSupported();
      return answer;
    });
  }

  sync(height: bigint): Promise<void> {
    return this.#verifier.sync(height);
  }

  async keyManagerPolicy(signedPolicy: Uint8Array): Promise<void> {
    await this.#paratime.keyManagerPolicy?.(signedPolicy);
  }

  async #execute(request: ExecuteRequest, signal: AbortSignal): Promise<ExecuteResponse> {
    const {header} = request.block;
    this.#checkNamespace(header);
    const consensusRoot = await this.#verifier.verify(request.consensusBlock, header);
    return this.#caches.execution.use(stateRoot(header), async (tree) => {
      const state = new StateOverlay(tree);
      const roundResults = request.roundResults ?? RoundResults.zero();
      const parts = {state, isCheck: false, roundResults, signal};
      const environment = this.#environment({...request, header}, consensusRoot, parts);
      const batch = new BatchContext(environment);
      const run = await this.#run(request, batch);
      const limits = await this.#paratime.batchWeightLimits?.(batch);
      const io = await ioResults(
        header,
        {...run, blockTags: batch.tags},
        request.mode === executionModes.schedule ? null : request.ioRoot,
      );
      const stateWriteLog = await state.apply();
      const {hash: newRoot} = await tree.commit(header.namespace, header.round + 1n);
      const messages = [...batch.messages];
      return {
        batch: {
          header: resultsHeader(header, {
            ioRoot: io.root,
            stateRoot: newRoot,
            messagesHash: messagesHash(messages),
          }),
          ioWriteLog: io.writeLog,
          stateWriteLog,
          rakSig: RawSignature.zero(),
          messages,
        },
        batchWeightLimits: limits === undefined ? null : new Map(limits),
        txHashes: io.hashes,
        txRejectHashes: [...run.rejected],
        txInputRoot: io.inputRoot,
        txInputWriteLog: io.inputWriteLog,
      };
    });
  }

  #run({mode, inputs}: ExecuteRequest, batch: BatchContext): Promise<RunBatch> {
    const offered = (inputs ?? []).map((input) => input ?? none);
    if (mode !== executionModes.schedule) return executeBatch(this.#paratime, batch, offered);
    const {scheduling} = this.#paratime;
    if (scheduling === null) throw schedulingNotSupported();
    return scheduleBatch(this.#paratime, scheduling, batch, {
      offered,
      check: new BatchContext({...batch.environment, isCheck: true}),
      fetchMore: (offset, limit) => this.#fetchMore(offset, limit),
    });
  }

  async #fetchMore(offset: Hash, limit: number): Promise<Uint8Array[]> {
    const {batch} = await this.#host.call("HostFetchTxBatchRequest", {offset, limit});
    return (batch ?? []).map((input) => input ?? none);
  }

  #environment(
    {header, epoch, maxMessages}: Basis,
    consensusRoot: Root,
    parts: Pick<BatchEnvironment, "state" | "isCheck"> & Partial<BatchEnvironment>,
  ): BatchEnvironment {
    return {
      hostInfo: this.#hostInfo,
      header,
      epoch,
      maxMessages,
      roundResults: RoundResults.zero(),
      consensusState: consensusState(this.#host, consensusRoot),
      localStorage: this.#localStorage,
      signal: neverAborted(),
      ...parts,
    };
  }

  /** A block of another ParaTime means that the host is out of its mind. */
  #checkNamespace(header: Header): void {
    if (this.#isForeign(header)) throw new ParatimeError("foreignNamespace", this.#foreignText(header));
  }

  #isForeign({namespace}: Header): boolean {
    return !equal(namespace, this.#hostInfo.runtimeId);
  }

  #foreignText({namespace}: Header): string {
    const ids = `namespace: ${toHex(namespace)} runtime ID: ${toHex(this.#hostInfo.runtimeId)}`;
    return `block namespace does not match runtime id (${ids})`;
  }
}

const none = new Uint8Array();

function stateRoot({namespace, round, stateRoot: hash}: Header): Root {
  return {namespace, version: round, type: rootTypes.state, hash};
}

function resultsHeader(
  header: Header,
  roots: Pick<ComputeResultsHeader, "ioRoot" | "stateRoot" | "messagesHash">,
): ComputeResultsHeader {
  return {...roots, round: asRound(header.round + 1n), previousHash: headerHash(header)};
}
