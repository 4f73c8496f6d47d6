import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import type {Root} from "@oasis-node/mkvs/node";
import {type ReadSyncer, TreeSyncer} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import {BytesMap, concat, equal, toHex} from "@oasis-node/primitives/bytes";
import {type Hash, isEmptyHash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {
  type PreparedContext,
  prepareContext,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {type ApplyBatchRequest, type ApplyRequest, Receipt} from "@oasis-node/rpc/services";
import {storageErrors} from "@oasis-node/state-transition/storage";
import type {ExecutorStorage} from "../../src/executor/index.ts";

type Items = BytesMap<Uint8Array, Uint8Array>;

export interface ReceiptStorageOptions {
  readonly namespace: Namespace;
  readonly chainContext: string;
  /** Who is in the storage committee now. */
  readonly signer: () => Signer;
}

/** Storage for tests: the contents of every root, whatever its round; proofs and receipts are real. */
export class ReceiptStorage implements ExecutorStorage {
  readonly #namespace: Namespace;
  readonly #context: PreparedContext;
  readonly #signer: () => Signer;
  readonly #contents = new Map<string, Items>();
  /** Results that were applied. */
  applied = 0;

  constructor({namespace, chainContext, signer}: ReceiptStorageOptions) {
    this.#namespace = namespace;
    this.#context = prepareContext(signingContexts.storageReceipt, {chainContext});
    this.#signer = signer;
  }

  apply({namespace, dstRound, ...op}: ApplyRequest) {
    return this.applyBatch({namespace, dstRound, ops: [op]});
  }

  async applyBatch({namespace, dstRound, ops}: ApplyBatchRequest) {
    for (const {rootType, srcRoot, dstRoot, writeLog} of ops ?? []) {
      const items: Items = new BytesMap(this.#items(rootType, srcRoot));
      for (const {key, value} of writeLog ?? []) {
        if (value === null || value.length === 0) items.delete(key ?? none);
        else items.set(key ?? none, value);
      }
      const tree = await this.#tree({namespace, version: dstRound, type: rootType, hash: dstRoot}, items);
      if (!equal(tree.root.hash, dstRoot)) throw storageErrors.rootMismatch();
      this.#contents.set(name(rootType, dstRoot), items);
    }
    this.applied++;
    const body = {
      version: 1,
      namespace,
      round: dstRound,
      rootTypes: Uint8Array.from(ops ?? [], ({rootType}) => rootType),
      roots: (ops ?? []).map(({dstRoot}) => dstRoot),
    };
    return [await Receipt.sign(this.#signer(), this.#context, body)];
  }

  syncGet(request: Parameters<ReadSyncer["syncGet"]>[0]) {
    return this.#read(request.tree.root, (syncer) => syncer.syncGet(request));
  }

  syncGetPrefixes(request: Parameters<ReadSyncer["syncGetPrefixes"]>[0]) {
    return this.#read(request.tree.root, (syncer) => syncer.syncGetPrefixes(request));
  }

  syncIterate(request: Parameters<ReadSyncer["syncIterate"]>[0]) {
    return this.#read(request.tree.root, (syncer) => syncer.syncIterate(request));
  }

  async #read<T>(root: Root, answer: (syncer: TreeSyncer) => Promise<T>): Promise<T> {
    return answer(new TreeSyncer(await this.#tree(root, this.#items(root.type, root.hash))));
  }

  #items(type: number, hash: Hash): Items {
    const items = isEmptyHash(hash)
      ? new BytesMap<Uint8Array, Uint8Array>()
      : this.#contents.get(name(type, hash));
    if (items === undefined) throw storageErrors.rootMismatch({context: "root not found"});
    return items;
  }

  async #tree({version, type}: Root, items: Items): Promise<Tree> {
    const db = await openMemoryNodeDb({namespace: this.#namespace, discardWriteLogs: true});
    const tree = Tree.create({db, rootType: type});
    for (const [key, value] of items) tree.insert(key, value);
    await tree.commit(this.#namespace, version);
    return tree;
  }
}

const none = new Uint8Array();

function name(type: number, hash: Hash): string {
  return toHex(concat(Uint8Array.of(type), hash));
}
