import type {Namespace} from "@oasis-node/primitives/namespace";
import type {NodeDb} from "./api.ts";
import {BufferedStore} from "./bufferedStore.ts";
import {NodeDbError} from "./errors.ts";
import {metadataKey} from "./keys.ts";
import {LmdbStore} from "./lmdbStore.ts";
import {MemoryStore} from "./memoryStore.ts";
import {decodeMetadata, initialMetadata, type Metadata} from "./metadata.ts";
import {dropChunkNodes, rollBack} from "./multipart.ts";
import {type OrderedStore, WriteSet} from "./orderedStore.ts";
import {Storage} from "./storage.ts";
import {VersionedNodeDb} from "./versionedNodeDb.ts";

export interface NodeDbOptions {
  /** The namespace of all roots in the database. */
  readonly namespace: Namespace;
  /** Stores no write logs. */
  readonly discardWriteLogs?: boolean;
}

export interface LmdbNodeDbOptions extends NodeDbOptions {
  /** Directory of the database. Made when missing, for the owner only. One process at a time may write to it. */
  readonly path: string;
  /** Most bytes of pages kept in memory, 64 MiB when left out. */
  readonly cacheSize?: number;
  readonly readOnly?: boolean;
  /** Does not wait for the disk. A power failure can destroy the database. */
  readonly noSync?: boolean;
}

const defaultCacheSize = 64 << 20;

/** A node database in memory. */
export function openMemoryNodeDb(options: NodeDbOptions): Promise<NodeDb> {
  // Pages in the cache are those of the store, only found faster.
  return openNodeDb(new MemoryStore(), {...options, cacheSize: defaultCacheSize});
}

/**
 * A node database on disk, after undoing what a crash left half done. Throws `NodeDbError`: `incompatible` for another
 * namespace or layout, `storageFull`, `storageFailed`.
 */
export async function openLmdbNodeDb(options: LmdbNodeDbOptions): Promise<NodeDb> {
  const {path, readOnly = false, noSync = false, cacheSize = defaultCacheSize} = options;
  return openNodeDb(new LmdbStore({path, readOnly, noSync}), {...options, cacheSize});
}

/** A node database over a store, which it owns from then on. */
export async function openNodeDb(
  store: OrderedStore,
  options: NodeDbOptions & {readonly cacheSize: number},
): Promise<NodeDb> {
  const {namespace, discardWriteLogs = false, cacheSize} = options;
  try {
    const metadata = loadMetadata(store, namespace);
    const storage = new Storage(new BufferedStore(store), {namespace, cacheSize, discardWriteLogs}, metadata);
    if (!store.readOnly) {
      await rollBack(storage);
      await dropChunkNodes(storage);
      storage.write(new WriteSet(), storage.metadata);
    }
    return new VersionedNodeDb(storage);
  } catch (error) {
    await store.close();
    throw error;
  }
}

function loadMetadata(store: OrderedStore, namespace: Namespace): Metadata {
  const bytes = store.get(metadataKey);
  if (bytes !== null) return decodeMetadata(namespace, bytes);
  if (store.readOnly) throw new NodeDbError("incompatible", "no database to read");
  return initialMetadata;
}
