import {equalRoots, type Root} from "@oasis-node/mkvs/node";
import type {LogEntry} from "@oasis-node/mkvs/writeLog";
import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {StorageApi, StorageCallOptions} from "../storageClient/index.ts";
import type {LocalStorage} from "./localStorage.ts";

/** How to get from one root to the next; null when the next one is there already. */
export interface Difference {
  readonly from: Root;
  readonly to: Root;
  readonly changes: {
    readonly log: readonly LogEntry[];
    /** The node that told them; null for what needed no telling. */
    readonly source: PublicKey | null;
  } | null;
}

/** The storage of other nodes, as one. */
export interface RemoteStorage {
  getDiff(
    request: Parameters<StorageApi["getDiff"]>[0],
    options?: StorageCallOptions,
  ): ReturnType<StorageApi["getDiff"]>;
}

export interface DiffFetcherOptions {
  readonly storage: LocalStorage;
  readonly remote: RemoteStorage;
  /** Node keys of the storage committee, whose members are asked first. */
  readonly committee: () => readonly PublicKey[];
  /** Node keys of all who can be asked. */
  readonly known: () => readonly PublicKey[];
}

/** Milliseconds for one difference. */
const fetchTimeoutMs = 15_000;

/** Gets differences between roots from other nodes (runtime-workers §4.5.4). */
export class DiffFetcher {
  readonly #options: DiffFetcherOptions;
  /** Nodes that told changes which do not lead where they should. */
  readonly #liars = new BytesMap<PublicKey, true>();

  constructor(options: DiffFetcherOptions) {
    this.#options = options;
  }

  /** Asks nobody when the root is there, or is the same as the one before. Throws what the other nodes did. */
  async fetch(from: Root, to: Root, signal: AbortSignal): Promise<Difference> {
    const {storage} = this.#options;
    if (storage.db.hasRoot(to)) return {from, to, changes: null};
    // A block that consensus made by itself repeats the state's root: the version is made of no changes.
    if (equal(from.hash, to.hash) && !equalRoots(from, to))
      return {from, to, changes: {log: [], source: null}};
    return {from, to, changes: await this.#ask(from, to, signal)};
  }

  /** The node is not asked again, as long as there are others. */
  blame(node: PublicKey): void {
    this.#liars.set(node, true);
  }

  async #ask(from: Root, to: Root, signal: AbortSignal): Promise<Difference["changes"]> {
    const {remote, committee, known} = this.#options;
    if (known().every((node) => this.#liars.has(node))) this.#liars.clear();
    let source: PublicKey | null = null;
    const log: LogEntry[] = [];
    const request = {startRoot: from, endRoot: to, options: {offsetKey: null, limit: 0n}};
    const chunks = remote.getDiff(request, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)]),
      first: committee(),
      isExcluded: (id) => this.#liars.has(id),
      onAnswer: (id) => {
        source = id;
      },
    });
    for await (const {writeLog} of chunks) for (const entry of writeLog ?? []) log.push(entry);
    return {log, source};
  }
}
