import {isEmptyHash} from "@oasis-node/primitives/hash";
import {type NodeDb, openMemoryNodeDb} from "../../src/db/index.ts";
import {type Root, rootTypes} from "../../src/node/index.ts";
import {Tree} from "../../src/tree/index.ts";
import {commitTree, namespace, randomNumbers, readAll, restoreChunk} from "./fixtures.ts";

/**
 * A history of versions that depends on a seed only, so that after a crash it is known what each version must hold:
 * a state tree that goes on, a runtime I/O tree of two hops, a root to discard, pruning, and now and then a version
 * that arrives as a multipart insert.
 */
export class History {
  readonly #seed: string;
  readonly #items: Record<string, string>[] = [{}];

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Content of the state tree at a version. */
  itemsAt(version: number): Readonly<Record<string, string>> {
    for (let next = this.#items.length; next <= version; next++) {
      const items = {...this.#items[next - 1]};
      for (const [key, value] of this.#changes(next)) {
        if (value === null) delete items[key];
        else items[key] = value;
      }
      this.#items.push(items);
    }
    return this.#items[version] ?? {};
  }

  /** Takes the database from its last version to the next; resolves when that is durable. */
  async advance(db: NodeDb): Promise<number> {
    const latest = db.getLatestVersion();
    const version = Number(latest ?? 0n) + 1;
    const earliest = Number(db.getEarliestVersion() ?? 0n);
    if (version - earliest > keptVersions + 5) {
      if (version % 4 === 0) await db.pruneTo(BigInt(version - keptVersions));
      else await db.prune(BigInt(earliest));
    }
    if (latest !== null && isMultipart(version)) await this.#restore(db, version);
    else await this.#commit(db, version);
    return version;
  }

  /** Throws unless every version the database has is whole and right. */
  verify(db: NodeDb): void {
    const latest = db.getLatestVersion();
    const earliest = db.getEarliestVersion();
    if (latest === null || earliest === null) return;
    for (let version = earliest; version <= latest; version++) {
      const roots = db.getRootsForVersion(version);
      const state = roots.find(({type}) => type === rootTypes.state);
      if (state === undefined) throw new TypeError(`version ${version} has no state`);
      for (const root of roots) {
        const items = readAll(db, root);
        if (root === state && !sameItems(items, this.itemsAt(Number(version))))
          throw new TypeError(`version ${version} has other content`);
      }
    }
  }

  async #commit(db: NodeDb, version: number): Promise<void> {
    const number = BigInt(version);
    const [old] = db.getRootsForVersion(number - 1n).filter(({type}) => type === rootTypes.state);
    const tree = (root: Root | undefined): Tree =>
      root === undefined || isEmptyHash(root.hash)
        ? Tree.create({db, rootType: rootTypes.state})
        : Tree.open({db, root});
    const state = await commitTree(tree(old), number, Object.fromEntries(this.#changes(version)));
    await commitTree(tree(old), number, {discarded: `${version}`});
    const io = Tree.create({db, rootType: rootTypes.io});
    await commitTree(io, number, {input: `${version}`});
    const outputs = await commitTree(io, number, {output: "x".repeat(500)});
    await db.finalize([state, outputs]);
  }

  async #restore(db: NodeDb, version: number): Promise<void> {
    const source = await openMemoryNodeDb({namespace});
    const tree = Tree.create({db: source, rootType: rootTypes.state});
    const root = await commitTree(tree, BigInt(version), {...this.itemsAt(version)});
    await db.startMultipartInsert(root.version);
    for (const side of ["left", "right"] as const) {
      await restoreChunk(db, source, root, side);
      await db.sync();
    }
    await db.finalize([root]);
  }

  #changes(version: number): [string, string | null][] {
    const random = randomNumbers(`${this.#seed} ${version}`);
    const count = version === 1 ? 100 : random(20);
    return Array.from({length: count}, () => {
      const key = `key ${random(200)}`;
      return [key, random(4) === 0 ? null : `${version} ${random(1000)}`];
    });
  }
}

/** Versions a history keeps when it prunes, which it does when there are five more. */
export const keptVersions = 8;

function isMultipart(version: number): boolean {
  return version % 7 === 0;
}

function sameItems(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
