import {chmodSync, existsSync, mkdirSync, statfsSync} from "node:fs";
import {join} from "node:path";
import {open, type RootDatabase} from "lmdb";
import {NodeDbError} from "./errors.ts";
import type {OrderedStore, WriteSet} from "./orderedStore.ts";

export interface LmdbStoreOptions {
  /** Directory of the database; made when missing, readable by the owner only. */
  readonly path: string;
  /** Opens an existing database without ever writing to it. */
  readonly readOnly: boolean;
  /** Leaves it to the operating system when writes reach the disk. A power failure can destroy the database. */
  readonly noSync: boolean;
}

/**
 * An LMDB environment with one table. Its map grows by itself, freed disk pages are used again by later writes.
 * PERF: a write costs one data and one metadata flush, whatever its size.
 */
export class LmdbStore implements OrderedStore {
  readonly readOnly: boolean;
  readonly #path: string;
  readonly #db: RootDatabase<Uint8Array, Uint8Array>;
  #open = true;
  /** A write has failed: the library frees what it has freed already when such an environment is closed, and aborts. */
  #isDamaged = false;

  constructor(options: LmdbStoreOptions) {
    this.readOnly = options.readOnly;
    this.#path = options.path;
    this.#db = guard(options.path, "open", () => openEnvironment(options));
  }

  get(key: Uint8Array): Uint8Array | null {
    return guard(this.#path, "read", () => {
      const value = this.#table().getBinary(key);
      return value === undefined ? null : plain(value);
    });
  }

  range(from: Uint8Array, to: Uint8Array, limit?: number): Iterable<readonly [Uint8Array, Uint8Array]> {
    return guard(this.#path, "read", () =>
      Array.from(
        this.#table().getRange({start: from, end: to, ...(limit === undefined ? {} : {limit})}),
        ({key, value}) => [plain(key), plain(value)] as const,
      ),
    );
  }

  write(changes: WriteSet): void {
    const table = this.#table();
    this.#isDamaged = true;
    guard(this.#path, "write", () => {
      // Aborted when the function throws; otherwise committed and flushed when it returns.
      table.transactionSync(() => {
        for (const {key, value} of changes.sorted()) {
          if (value === null) table.removeSync(key);
          else table.putSync(key, value);
        }
      });
    });
    this.#isDamaged = false;
  }

  size(): number {
    const stats: unknown = this.#table().getStats();
    const count = (name: string) => numberField(stats, name);
    const pages = count("treeBranchPageCount") + count("treeLeafPageCount") + count("overflowPages");
    return pages * count("pageSize");
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    if (!this.#isDamaged) await this.#db.close();
  }

  #table(): RootDatabase<Uint8Array, Uint8Array> {
    if (!this.#open) throw new NodeDbError("closed", "database is closed");
    return this.#db;
  }
}

function openEnvironment({path, readOnly, noSync}: LmdbStoreOptions): RootDatabase<Uint8Array, Uint8Array> {
  const file = join(path, "data.mdb");
  if (readOnly && !existsSync(file)) throw new NodeDbError("storageFailed", `no database at ${path}`);
  if (!readOnly) {
    mkdirSync(path, {recursive: true, mode: 0o700});
    chmodSync(path, 0o700);
  }
  // `permissionsMode` is an option of the native part that the types do not list.
  const options = {
    path,
    readOnly,
    noSync,
    noSubdir: false,
    overlappingSync: false,
    permissionsMode: 0o600,
    keyEncoding: "binary",
    encoding: "binary",
    cache: false,
    maxDbs: 1,
  } as const;
  return open<Uint8Array, Uint8Array>(options);
}

/** The library gives Buffers, whose `slice` shares memory and which are no equals of other byte arrays. */
function plain({buffer, byteOffset, byteLength}: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const noRoom = new Set([
  -30792, // MDB_MAP_FULL: the file cannot grow
  27, // EFBIG
  28, // ENOSPC
  122, // EDQUOT
]);

/** The library reports a write that was cut short, which is how a disk becomes full, as an I/O error. */
const ioError = 5;

/** Disks with less room, in bytes, count as full when a write is cut short. */
const hardlyAnyRoom = 1 << 20;

/** Runs an operation of the native library on the files in `path` and turns its failures into typed ones. */
function guard<T>(path: string, what: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    if (cause instanceof NodeDbError) throw cause;
    const number = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const full =
      typeof number === "number" &&
      (noRoom.has(number) || (number === ioError && roomOn(path) < hardlyAnyRoom));
    const reason = cause instanceof Error ? cause.message : String(cause);
    const options = {cause, details: {path}};
    if (full) throw new NodeDbError("storageFull", `${what} failed, no room on the disk: ${reason}`, options);
    throw new NodeDbError("storageFailed", `${what} failed: ${reason}`, options);
  }
}

function roomOn(path: string): number {
  const {bavail, bsize} = statfsSync(path);
  return bavail * bsize;
}

function numberField(record: unknown, name: string): number {
  if (typeof record !== "object" || record === null) return 0;
  const value: unknown = Reflect.get(record, name);
  return typeof value === "number" ? value : 0;
}
