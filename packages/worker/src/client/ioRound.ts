import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {RemoteTree} from "@oasis-node/mkvs/syncer";
import type {Tree} from "@oasis-node/mkvs/tree";
import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import {type Hash, isEmptyHash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api} from "@oasis-node/rpc/service";
import type {storageService} from "@oasis-node/rpc/services";
import {ioKeys, newIoTree, readTransaction} from "@oasis-node/runtime/ioTree";
import type {Inclusion, IoRound} from "./submissions.ts";

/** Reads of trees, on this node or elsewhere; each answer is a proof. */
export type TreeReads = Pick<Api<typeof storageService>, "syncGet" | "syncGetPrefixes" | "syncIterate">;

/** Items that are asked for at once, as in the reference. */
const prefetch = 20_000;

/** Up to so many transactions are looked up one by one; of a round in which more may be, all are read. */
const maxLookedUp = 64;

/** Inputs and outputs of the rounds of a runtime, read with proofs. */
export class IoReader {
  readonly #storage: TreeReads;
  readonly #namespace: Namespace;

  constructor(storage: TreeReads, namespace: Namespace) {
    this.#storage = storage;
    this.#namespace = namespace;
  }

  /** What there is of a kind in a round, as a tree that is to be closed. */
  async read(io: IoRound, kind: keyof typeof ioKeys, signal?: AbortSignal): Promise<Tree> {
    return isEmptyHash(io.ioRoot) ? newIoTree() : this.#copy(io, [ioKeys[kind].encodePrefix()], signal);
  }

  /** Those of the transactions that are in the round. */
  async lookUp(
    io: IoRound,
    hashes: readonly Hash[],
    signal?: AbortSignal,
  ): Promise<BytesMap<Hash, Inclusion>> {
    const {artifact} = ioKeys;
    const isFew = hashes.length <= maxLookedUp;
    const prefixes = isFew ? hashes.map((hash) => artifact.encodePrefix(hash)) : [artifact.encodePrefix()];
    const tree = await this.#copy(io, prefixes, signal);
    try {
      const found = hashes.flatMap((hash) => {
        const transaction = readTransaction(tree, hash);
        if (transaction === null) return [];
        const {batchOrder, output} = transaction;
        return [[hash, {round: io.round, batchOrder, output}] as const];
      });
      return new BytesMap(found);
    } finally {
      tree.close();
    }
  }

  /** The items with one of the prefixes. */
  async #copy(io: IoRound, prefixes: readonly Uint8Array[], signal: AbortSignal | undefined): Promise<Tree> {
    const remote = this.#open(io, signal);
    try {
      const tree = newIoTree();
      await remote.prefetchPrefixes(prefixes, prefetch);
      const iterator = remote.iterator(prefetch);
      for (const prefix of prefixes) {
        let item = await iterator.seek(prefix);
        for (; item !== null && startsWith(item.key, prefix); item = await iterator.next())
          tree.insert(item.key, item.value);
      }
      return tree;
    } finally {
      remote.close();
    }
  }

  #open({round, ioRoot}: IoRound, signal: AbortSignal | undefined): RemoteTree {
    const storage = this.#storage;
    const options = signal === undefined ? {} : {signal};
    const root: Root = {namespace: this.#namespace, version: round, type: rootTypes.io, hash: ioRoot};
    const syncer = {
      syncGet: (request: Parameters<TreeReads["syncGet"]>[0]) => storage.syncGet(request, options),
      syncGetPrefixes: (request: Parameters<TreeReads["syncGetPrefixes"]>[0]) =>
        storage.syncGetPrefixes(request, options),
      syncIterate: (request: Parameters<TreeReads["syncIterate"]>[0]) =>
        storage.syncIterate(request, options),
    };
    return new RemoteTree({syncer, root});
  }
}

function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return equal(key.subarray(0, prefix.length), prefix);
}
