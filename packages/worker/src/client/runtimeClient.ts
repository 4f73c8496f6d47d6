import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {latestHeight} from "@oasis-node/primitives/epoch";
import type {CodedError} from "@oasis-node/primitives/errors";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api, CallOptions} from "@oasis-node/rpc/service";
import {
  type RuntimeHostError,
  type RuntimeTransaction,
  runtimeClientErrors,
  type runtimeClientService,
  SubmitTxMetaResponse,
} from "@oasis-node/rpc/services";
import {RpcError} from "@oasis-node/rpc/status";
import {type Block, roothashErrors} from "@oasis-node/state-transition/roothash";
import type {Gossip} from "../p2p/index.ts";
import {type Surroundings, Tasks} from "../tasks/index.ts";
import {type ClientChain, ClientRuntime, type ClientRuntimeParts} from "./clientRuntime.ts";
import {RuntimeClientError} from "./errors.ts";
import type {SubmissionLimits} from "./submissions.ts";

/** Least consensus blocks that a transaction gets, outside of debugging. */
export const minTransactionAge = 30n;

/** How much may wait at the same time, for each runtime. */
export const defaultSubmissionLimits = {
  maxPending: 50_000,
  maxPendingBytes: 256 * 1024 * 1024,
  maxUnread: 1024,
} as const satisfies Omit<SubmissionLimits, "maxAge">;

export interface RuntimeClientOptions extends Surroundings {
  readonly runtimes: readonly ClientRuntimeParts[];
  readonly chain: ClientChain;
  /** Null for a node that does not talk to committees. */
  readonly gossip: Gossip | null;
  /** Resolves when the consensus layer has caught up. */
  readonly synced: (signal: AbortSignal) => Promise<void>;
  /** Consensus blocks after which a transaction is given up: `runtime.client.max_transaction_age`. */
  readonly maxTransactionAge: bigint;
  readonly debugAllowed: boolean;
  readonly limits?: Omit<SubmissionLimits, "maxAge">;
}

/** The node's RuntimeClient service (runtime-workers §4.6), for the runtimes that it is configured for. */
export class RuntimeClient {
  readonly api: Api<typeof runtimeClientService>;
  readonly #options: RuntimeClientOptions;
  readonly #runtimes: BytesMap<Namespace, ClientRuntime>;
  #isSynced = false;

  /** Throws `RuntimeClientError` `maxAge`. */
  constructor(options: RuntimeClientOptions) {
    const {maxTransactionAge: maxAge, debugAllowed, runtimes, chain, gossip} = options;
    if (maxAge < minTransactionAge && !debugAllowed) {
      const text = `max transaction age too low: ${maxAge}, minimum: ${minTransactionAge}`;
      throw new RuntimeClientError("maxAge", text, {details: {maxAge}});
    }
    const {clock, random} = options;
    const logger = options.logger.module("runtime/client");
    const limits = {maxAge, ...(options.limits ?? defaultSubmissionLimits)};
    const runtimeOf = (parts: ClientRuntimeParts): ClientRuntime => {
      const surroundings = {clock, random, logger: logger.with({runtime_id: toHex(parts.id)})};
      return new ClientRuntime({...parts, chain, gossip, limits, surroundings});
    };
    this.#options = options;
    this.#runtimes = new BytesMap(runtimes.map((parts) => [parts.id, runtimeOf(parts)]));
    this.api = this.#makeApi();
  }

  /** Works until the signal is aborted; once only. What waits then fails. */
  async run(signal: AbortSignal): Promise<void> {
    const tasks = new Tasks(signal);
    tasks.start(async () => {
      await this.#options.synced(tasks.signal);
      this.#isSynced = true;
      for (const runtime of this.#runtimes.values()) tasks.start(() => runtime.run(tasks.signal));
    });
    tasks.hold();
    await tasks.ended();
  }

  #makeApi(): Api<typeof runtimeClientService> {
    const {roothash} = this.#options.chain;
    return {
      submitTx: async (request, options) => {
        const {data, checkTxError} = await this.#submit(request, options);
        if (checkTxError !== null) throw checkFailed(checkTxError);
        return data;
      },
      submitTxMeta: (request, options) => this.#submit(request, options),
      submitTxNoWait: async (request, {signal} = {}) => {
        const {submitter, refused} = await this.#checkBefore(request, signal);
        if (refused !== null) throw checkFailed(refused);
        submitter.send(request.data ?? none);
      },
      checkTx: async ({runtimeId, data}, {signal} = {}) => {
        const refused = await this.#hosted(runtimeId).check(data, signal);
        if (refused !== null) throw checkFailed(refused);
      },
      getGenesisBlock: (runtimeId, options) =>
        blockOrNotFound(() => roothash.getGenesisBlock({runtimeId, height: latestHeight}, options)),
      getBlock: ({runtimeId, round}) => blockOrNotFound(async () => this.#runtime(runtimeId).block(round)),
      getLastRetainedBlock: (runtimeId) =>
        blockOrNotFound(() => this.#runtime(runtimeId).lastRetainedBlock()),
      getTransactions: async ({runtimeId, round}, {signal} = {}) => {
        const transactions = await this.#runtime(runtimeId).transactions(round, signal);
        return transactions.map(({input}) => input);
      },
      getTransactionsWithResults: async ({runtimeId, round}, {signal} = {}) =>
        this.#runtime(runtimeId).transactionsWithResults(round, signal),
      getEvents: async ({runtimeId, round}, {signal} = {}) => this.#runtime(runtimeId).events(round, signal),
      query: async (request, {signal} = {}) => ({
        data: await this.#hosted(request.runtimeId).query(request, signal),
      }),
      watchBlocks: (runtimeId, options) =>
        this.#runtimes.get(runtimeId)?.watchBlocks(options) ?? roothash.watchBlocks(runtimeId, options),
    };
  }

  async #submit(request: RuntimeTransaction, {signal}: CallOptions = {}): Promise<SubmitTxMetaResponse> {
    const {submitter, refused} = await this.#checkBefore(request, signal);
    if (refused !== null) return SubmitTxMetaResponse.make({checkTxError: refused});
    const {output, round, batchOrder} = await submitter.sendAndWait(request.data ?? none, signal);
    return {data: output, round, batchOrder, checkTxError: null};
  }

  /** Whether a transaction can be sent at all, and what the runtime says to it where it is hosted. */
  async #checkBefore({runtimeId, data}: RuntimeTransaction, signal: AbortSignal | undefined) {
    if (this.#options.gossip === null)
      throw new RuntimeClientError("noGossip", "client: cannot submit transaction, p2p disabled");
    const runtime = this.#runtime(runtimeId, "client: cannot resolve runtime: ");
    const {submitter} = runtime;
    if (!this.#isSynced || submitter === null) throw runtimeClientErrors.notSynced();
    const refused = runtime.isHosted ? await runtime.check(data, signal) : null;
    return {submitter, refused};
  }

  #runtime(id: Namespace, prefix = ""): ClientRuntime {
    const runtime = this.#runtimes.get(id);
    if (runtime !== undefined) return runtime;
    const text = `${prefix}runtime/registry: runtime ${toHex(id)} is not supported`;
    throw new RuntimeClientError("unsupportedRuntime", text);
  }

  #hosted(id: Namespace): ClientRuntime {
    const runtime = this.#runtimes.get(id);
    if (runtime === undefined) throw runtimeClientErrors.noHostedRuntime();
    return runtime;
  }
}

const none = new Uint8Array();

function checkFailed({module, code, message}: RuntimeHostError): CodedError {
  const context = `runtime error: module: ${module} code: ${code} message: ${message}`;
  return runtimeClientErrors.checkTxFailed({context, details: {module, code}});
}

/** A block that is not there has the status of its own that some clients look at instead of the details (kept oddity). */
async function blockOrNotFound(find: () => Promise<Block>): Promise<Block> {
  try {
    return await find();
  } catch (error) {
    if (!runtimeClientErrors.notFound.is(error) && !roothashErrors.notFound.is(error)) throw error;
    throw new RpcError("NotFound", error.message, {cause: error});
  }
}
