import type {ChunkMetadata, GetCheckpointsRequest, Metadata} from "@oasis-node/mkvs/checkpoint";
import type {GetPrefixesRequest, GetRequest, IterateRequest, ProofResponse} from "@oasis-node/mkvs/syncer";
import {equal, toBase64} from "@oasis-node/primitives/bytes";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {Signed} from "@oasis-node/primitives/signature";
import type {CallOptions} from "@oasis-node/rpc/service";
import type {ApplyBatchRequest, ApplyRequest, GetDiffRequest, SyncChunk} from "@oasis-node/rpc/services";
import {collect} from "./collect.ts";
import {checkReceipt, type ExpectedReceipt, type ReceiptSignatures} from "./receiptCheck.ts";
import {isTemporaryWriteFailure, retrying} from "./retry.ts";
import {shuffled} from "./shuffled.ts";
import type {StorageApi, StorageCallOptions, StorageNode} from "./storageApi.ts";
import {StorageClientError} from "./storageClientError.ts";
import {firstSuccesses} from "./successes.ts";

export interface StorageClientOptions {
  /** The nodes as they are now; the own one with its local storage. */
  readonly nodes: () => readonly StorageNode[];
  /** Nodes that have to acknowledge a write; null for all. */
  readonly minWriteReplication: () => Promise<number | null>;
  readonly receipts: ReceiptSignatures;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly logger: Logger;
}

/**
 * The storage of a runtime as several nodes keep it (runtime-workers §4.5.4): writes go to all of them, reads to one after
 * the other until one answers. Nothing that is read is verified here: proofs and roots are the caller's.
 */
export class StorageClient implements StorageApi {
  readonly #options: StorageClientOptions;
  readonly #writes = new Set<Promise<unknown>>();

  constructor(options: StorageClientOptions) {
    this.#options = options;
  }

  async apply(request: ApplyRequest, options?: StorageCallOptions): Promise<Signed[]> {
    const {namespace, dstRound: round, rootType: type, dstRoot: hash} = request;
    const expected = {namespace, round, roots: [{type, hash}]};
    return this.#write(expected, ({api}) => api.apply(request, callOnly(options)), options);
  }

  async applyBatch(request: ApplyBatchRequest, options?: StorageCallOptions): Promise<Signed[]> {
    const {namespace, dstRound: round, ops} = request;
    const roots = (ops ?? []).map(({rootType: type, dstRoot: hash}) => ({type, hash}));
    return this.#write(
      {namespace, round, roots},
      ({api}) => api.applyBatch(request, callOnly(options)),
      options,
    );
  }

  syncGet(request: GetRequest, options?: StorageCallOptions): Promise<ProofResponse> {
    return this.#read(({api}) => api.syncGet(request, callOnly(options)), options);
  }

  syncGetPrefixes(request: GetPrefixesRequest, options?: StorageCallOptions): Promise<ProofResponse> {
    return this.#read(({api}) => api.syncGetPrefixes(request, callOnly(options)), options);
  }

  syncIterate(request: IterateRequest, options?: StorageCallOptions): Promise<ProofResponse> {
    return this.#read(({api}) => api.syncIterate(request, callOnly(options)), options);
  }

  getCheckpoints(request: GetCheckpointsRequest, options?: StorageCallOptions): Promise<Metadata[] | null> {
    return this.#read(({api}) => api.getCheckpoints(request, callOnly(options)), options);
  }

  /** From one node and to its end before any of it is given on: a node that breaks off counts as one that failed. */
  async *getDiff(
    request: GetDiffRequest,
    options?: StorageCallOptions,
  ): AsyncGenerator<SyncChunk, undefined> {
    const sizeOf = ({writeLog}: SyncChunk): number =>
      (writeLog ?? []).reduce((sum, {key, value}) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
    yield* await this.#read(({api}) => collect(api.getDiff(request, callOnly(options)), sizeOf), options);
  }

  /** As `getDiff`. */
  async *getCheckpointChunk(
    request: ChunkMetadata,
    options?: StorageCallOptions,
  ): AsyncGenerator<Uint8Array | null, undefined> {
    const chunkOf = ({api}: StorageNode) =>
      collect(api.getCheckpointChunk(request, callOnly(options)), lengthOf);
    yield* await this.#read(chunkOf, options);
  }

  /** Resolves when no write goes on any more: those of slower nodes go on when enough have acknowledged. */
  async settled(): Promise<void> {
    while (this.#writes.size > 0) await Promise.allSettled(this.#writes);
  }

  async #write(
    expected: ExpectedReceipt,
    call: (node: StorageNode) => Promise<Signed[] | null>,
    options: StorageCallOptions = {},
  ): Promise<Signed[]> {
    const {minWriteReplication, receipts, clock, logger} = this.#options;
    const nodes = this.#options.nodes();
    if (nodes.length === 0) throw StorageClientError.notAvailable();
    const wanted = (await minWriteReplication()) ?? nodes.length;
    const asked = nodes.filter(({id}) => options.isExcluded?.(id) !== true);
    const writes = asked.map(async (node) => {
      try {
        const answer = await retrying(() => call(node), isTemporaryWriteFailure, clock, options.signal);
        return checkReceipt(answer, node.id, expected, receipts);
      } catch (error) {
        logger.error("failed to get response from a storage node", {node: toBase64(node.id), err: error});
        throw error;
      }
    });
    for (const write of writes) this.#track(write);
    const written = await firstSuccesses(writes, wanted, options.signal);
    if (written.length >= wanted && written.length > 0) return written;
    if (written.length === 0)
      throw new StorageClientError("notWritten", "storage client: failed to write to any storage node");
    // Others would not accept so few receipts.
    throw new StorageClientError(
      "partiallyWritten",
      "storage client: write operation only partially applied",
      {
        details: {wanted, written: written.length},
      },
    );
  }

  #track(write: Promise<unknown>): void {
    const settled = write.then(
      () => {},
      () => {},
    );
    this.#writes.add(settled);
    settled.finally(() => this.#writes.delete(settled));
  }

  #read<T>(call: (node: StorageNode) => Promise<T>, options: StorageCallOptions = {}): Promise<T> {
    const {clock} = this.#options;
    return retrying(
      () => this.#readOnce(call, options),
      () => true,
      clock,
      options.signal,
    );
  }

  async #readOnce<T>(call: (node: StorageNode) => Promise<T>, options: StorageCallOptions): Promise<T> {
    let failure: unknown = StorageClientError.notAvailable();
    for (const node of this.#inOrder(options)) {
      try {
        const answer = await call(node);
        options.onAnswer?.(node.id);
        return answer;
      } catch (error) {
        options.signal?.throwIfAborted();
        const {logger} = this.#options;
        logger.error("failed to get response from a storage node", {node: toBase64(node.id), err: error});
        failure = error;
      }
    }
    throw failure;
  }

  /** Those to be preferred, then the others, both in random order. */
  #inOrder({first = [], isExcluded}: StorageCallOptions): StorageNode[] {
    const nodes = this.#options.nodes().filter(({id}) => isExcluded?.(id) !== true);
    const isFirst = ({id}: StorageNode): boolean => first.some((key) => equal(key, id));
    const {random} = this.#options;
    return [
      ...shuffled(nodes.filter(isFirst), random),
      ...shuffled(
        nodes.filter((node) => !isFirst(node)),
        random,
      ),
    ];
  }
}

/** What concerns the call to a single node. */
function callOnly(options: StorageCallOptions = {}): CallOptions {
  const {first: _, isExcluded: __, onAnswer: ___, ...call} = options;
  return call;
}

function lengthOf(bytes: Uint8Array | null): number {
  return bytes?.length ?? 0;
}
