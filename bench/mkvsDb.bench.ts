import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type NodeDb, openLmdbNodeDb, openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {Tree} from "@oasis-node/mkvs/tree";
import {utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import type {BenchCase, BenchSuite} from "./suite.ts";

const namespace = testNamespace(utf8("bench"));
const versions = 50;
const keysPerVersion = 1000;
const keyCount = versions * keysPerVersion;
const keys = Array.from({length: keyCount}, (_, i) => {
  const key = new Uint8Array(33);
  key.set(hashOf(utf8(`key ${i}`)), 1);
  return key;
});

/** A database in a directory of its own, and the state of its tree. */
class Bed {
  readonly #path = mkdtempSync(join(tmpdir(), "mkvs-bench-"));
  #db: NodeDb | null = null;
  #tree: Tree | null = null;

  get db(): NodeDb {
    if (this.#db === null) throw new TypeError("bench is not set up");
    return this.#db;
  }

  get tree(): Tree {
    if (this.#tree === null) throw new TypeError("bench is not set up");
    return this.#tree;
  }

  async start(kind: "lmdb" | "memory"): Promise<void> {
    this.#db =
      kind === "memory"
        ? await openMemoryNodeDb({namespace})
        : await openLmdbNodeDb({namespace, path: this.#path, cacheSize: 64 << 20});
    this.#tree = Tree.create({db: this.#db, rootType: rootTypes.state});
  }

  async commit(version: number): Promise<void> {
    const {hash} = await this.tree.commit(namespace, BigInt(version));
    await this.db.finalize([this.#root(version, hash)]);
  }

  /** All keys, in versions 1 to 50. */
  async fill(): Promise<void> {
    for (let version = 1; version <= versions; version++) {
      const from = (version - 1) * keysPerVersion;
      for (const key of keys.slice(from, from + keysPerVersion)) this.tree.insert(key, value(version));
      await this.commit(version);
    }
  }

  /** Versions with changes of 100 of the first `among` keys each. */
  async change(from: number, to: number, among: number): Promise<void> {
    for (let version = from; version < to; version++) {
      for (let i = 0; i < 100; i++)
        this.tree.insert(pick(version * 7919 + i * 104_729, among), value(version));
      await this.commit(version);
    }
  }

  async reopen(): Promise<void> {
    const {root} = this.tree;
    await this.db.close();
    this.#db = await openLmdbNodeDb({namespace, path: this.#path, cacheSize: 64 << 20});
    this.#tree = Tree.open({db: this.#db, root});
  }

  async stop(): Promise<void> {
    await this.#db?.close();
    rmSync(this.#path, {recursive: true, force: true});
  }

  #root(version: number, hash: Root["hash"]): Root {
    return {namespace, version: BigInt(version), type: rootTypes.state, hash};
  }
}

function pick(number: number, among: number): Uint8Array {
  return keys[Math.abs(number) % among] ?? new Uint8Array();
}

function value(version: number): Uint8Array {
  return new Uint8Array(100).fill(version);
}

function fillCase(kind: "lmdb" | "memory", name: string, bar?: string): BenchCase {
  return {
    name,
    unit: "key",
    ...(bar === undefined ? {} : {bar}),
    opsPerRun: keyCount,
    runs: 5,
    run: async () => {
      const bed = new Bed();
      await bed.start(kind);
      await bed.fill();
      await bed.stop();
    },
  };
}

function getCase(): BenchCase {
  let bed: Bed;
  let next = 0;
  return {
    name: "random get from a reopened database, 50k keys, no nodes in memory",
    unit: "get",
    bar: "≥ 20 k/s",
    opsPerRun: 1000,
    setup: async () => {
      bed = new Bed();
      await bed.start("lmdb");
      await bed.fill();
      await bed.reopen();
    },
    run: () => {
      const tree = Tree.open({db: bed.db, root: bed.tree.root});
      for (let i = 0; i < 1000; i++) tree.get(pick(next++ * 7919, keyCount));
    },
    teardown: () => bed.stop(),
  };
}

const prunedVersions = 1000;

/** Prunes a thousand versions of a tree of 50k keys, at once or one by one as a node does that keeps up with its chain. */
function pruneCase(among: number, oneByOne: boolean): BenchCase {
  let bed: Bed;
  let version = versions;
  const runs = 3;
  const start = (run: number): number => versions + 1 + run * prunedVersions;
  return {
    name: `prune 1000 versions ${oneByOne ? "one by one" : "at once"}, 100 of ${among} keys changed in each`,
    unit: "version",
    bar: "≥ 1 k/s",
    opsPerRun: prunedVersions,
    runs,
    setup: async () => {
      bed = new Bed();
      await bed.start("lmdb");
      await bed.fill();
      await bed.db.pruneTo(BigInt(versions));
      await bed.change(start(0), start(runs + 1), among);
    },
    run: async () => {
      const to = Math.min(version + prunedVersions, start(runs + 1) - 1);
      if (oneByOne) for (; version < to; version++) await bed.db.prune(BigInt(version));
      else await bed.db.pruneTo(BigInt(to));
      version = to;
    },
    teardown: () => bed.stop(),
  };
}

export const suite: BenchSuite = {
  name: "mkvs node database",
  cases: [
    fillCase("lmdb", "insert, commit and finalise 50 × 1000 new keys, durable", "≥ 12 k/s"),
    fillCase("memory", "the same in memory"),
    getCase(),
    pruneCase(10_000, false),
    pruneCase(keyCount, false),
    pruneCase(10_000, true),
    pruneCase(keyCount, true),
  ],
};
