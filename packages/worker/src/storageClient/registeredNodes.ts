import {orAborted} from "@oasis-node/primitives/abort";
import {BytesMap, compare, equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {latestHeight} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Api} from "@oasis-node/rpc/service";
import type {registryService} from "@oasis-node/rpc/services";
import {hasRoles, type Node, nodeRoles, TlsInfo} from "@oasis-node/state-transition/node";
import {follow, type Surroundings} from "../tasks/index.ts";
import type {StorageApi, StorageNode} from "./storageApi.ts";

/** A connection to a node, which is made when it is used. */
export interface StorageConnection {
  readonly api: StorageApi;
  close(): void;
}

export interface RegisteredNodesOptions extends Surroundings {
  readonly registry: Pick<Api<typeof registryService>, "getNodes" | "watchNodes">;
  readonly runtimeId: Namespace;
  /** Key of the node itself, to which no connection is made. */
  readonly ownKey: PublicKey;
  /** Connects to the addresses of a node, accepting its current and next TLS key only. */
  readonly connect: (node: Node) => StorageConnection;
  /** Told when the nodes have changed. */
  readonly onChange?: () => void;
}

interface Entry {
  readonly node: Node;
  readonly connection: StorageConnection;
}

/** Whether a node is registered as storage of a runtime. */
export function isStorageNodeOf({roles, runtimes}: Node, runtimeId: Namespace): boolean {
  const serves = (runtimes ?? []).some((runtime) => runtime !== null && equal(runtime.id, runtimeId));
  return hasRoles(roles, nodeRoles.storageWorker) && serves;
}

/** The storage nodes of a runtime other than the own one, as the registry has them, and connections to them. */
export class RegisteredNodes {
  readonly #options: RegisteredNodesOptions;
  readonly #entries = new BytesMap<PublicKey, Entry>();
  readonly #known = Promise.withResolvers<void>();

  constructor(options: RegisteredNodesOptions) {
    this.#options = options;
  }

  /** Resolves when the registry has first been read. Rejects with the signal's reason. */
  ready(signal?: AbortSignal): Promise<void> {
    return orAborted(this.#known.promise, signal);
  }

  /** All of them. */
  nodes(): StorageNode[] {
    return [...this.#entries].map(([id, {connection}]) => ({id, api: connection.api}));
  }

  /** Descriptors of all of them. */
  descriptors(): Node[] {
    return [...this.#entries.values()].map(({node}) => node);
  }

  /** Those with these node keys, in their order; the own one with its own storage, if it has one. */
  committee(keys: readonly PublicKey[], own: StorageApi | null): StorageNode[] {
    return keys.flatMap((id) => {
      const isOwn = equal(id, this.#options.ownKey);
      const api = isOwn ? own : (this.#entries.get(id)?.connection.api ?? null);
      return api === null ? [] : [{id, api}];
    });
  }

  /** Follows the registry until the signal is aborted, then closes all connections. */
  async run(signal: AbortSignal): Promise<void> {
    const {registry} = this.#options;
    let stale = true;
    // What is read first may already have been told by the stream: both say the same.
    const refresh = async (): Promise<void> => {
      if (!stale) return;
      stale = false;
      this.#replaceAll((await registry.getNodes(latestHeight, {signal})) ?? []);
    };
    const open = async function* (options: {readonly signal?: AbortSignal}): AsyncGenerator<Node | Node[]> {
      const events = registry.watchNodes(undefined, options)[Symbol.asyncIterator]();
      let next = events.next();
      next.catch(() => {});
      yield [];
      for (let result = await next; result.done !== true; result = await next) {
        const {node, isRegistration} = result.value;
        next = events.next();
        next.catch(() => {});
        if (node !== null) yield isRegistration ? node : {...node, roles: 0};
      }
    };
    try {
      await follow(
        {
          name: "storage nodes",
          open,
          onOpen: () => {
            stale = true;
          },
          onItem: async (item) => {
            await refresh();
            if (!Array.isArray(item) && this.#update(item)) this.#options.onChange?.();
          },
          signal,
        },
        this.#options,
      );
    } finally {
      for (const {connection} of this.#entries.values()) connection.close();
      this.#entries.clear();
    }
  }

  #replaceAll(nodes: readonly Node[]): void {
    const ids = new BytesMap(nodes.map(({id}) => [id, true] as const));
    for (const {node} of [...this.#entries.values()])
      if (!ids.has(node.id)) this.#update({...node, roles: 0});
    for (const node of nodes) this.#update(node);
    this.#known.resolve();
    this.#options.onChange?.();
  }

  /** Whether that changed anything about connections. */
  #update(node: Node): boolean {
    const {ownKey, runtimeId, connect} = this.#options;
    const known = this.#entries.get(node.id);
    if (equal(node.id, ownKey) || !isStorageNodeOf(node, runtimeId)) {
      if (known === undefined) return false;
      this.#entries.delete(node.id);
      known.connection.close();
      return true;
    }
    if (known !== undefined && sameTls(known.node, node)) {
      this.#entries.set(node.id, {...known, node});
      return false;
    }
    known?.connection.close();
    this.#entries.set(node.id, {node, connection: connect(node)});
    return true;
  }
}

function sameTls(a: Node, b: Node): boolean {
  return compare(encode(TlsInfo, a.tls), encode(TlsInfo, b.tls)) === 0;
}
