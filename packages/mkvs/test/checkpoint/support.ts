import {utf8} from "@oasis-node/primitives/bytes";
import {asNamespace, type Namespace} from "@oasis-node/primitives/namespace";
import {type Chunk, checkpointVersion, createChunks, Metadata} from "../../src/checkpoint/index.ts";
import {type NodeDb, openMemoryNodeDb} from "../../src/db/index.ts";
import {type Root, rootTypes} from "../../src/node/index.ts";
import {type Item, Tree} from "../../src/tree/index.ts";

export const namespace: Namespace = asNamespace(new Uint8Array(32));

/** Stores the items as the only root of a version. */
export async function storeItems(
  db: NodeDb,
  items: readonly Item[],
  {version = 1n, type = rootTypes.state as number} = {},
): Promise<Root> {
  const tree = Tree.create({db, rootType: type});
  for (const {key, value} of items) tree.insert(key, value);
  const {hash} = await tree.commit(namespace, version);
  tree.close();
  const root: Root = {namespace, version, type, hash};
  await db.finalize([root]);
  return root;
}

export interface Checkpoint {
  readonly metadata: Metadata;
  readonly chunks: readonly Uint8Array[];
}

export function createCheckpoint(db: NodeDb, root: Root, chunkSize: bigint): Checkpoint {
  return toCheckpoint(root, [...createChunks(db, root, chunkSize)]);
}

/** Of items that are in no database yet. */
export async function checkpointOf(
  items: readonly Item[],
  chunkSize: bigint,
  options: {version?: bigint; type?: number} = {},
): Promise<Checkpoint> {
  const db = await openMemoryNodeDb({namespace});
  return createCheckpoint(db, await storeItems(db, items, options), chunkSize);
}

function toCheckpoint(root: Root, chunks: readonly Chunk[]): Checkpoint {
  return {
    metadata: Metadata.make({
      version: checkpointVersion,
      root,
      chunks: chunks.map(({digest}) => digest),
    }),
    chunks: chunks.map(({bytes}) => bytes),
  };
}

export function allItems(db: NodeDb, root: Root): Item[] {
  const iterator = Tree.open({db, root}).iterator();
  const items: Item[] = [];
  for (let item = iterator.rewind(); item !== null; item = iterator.next()) items.push(item);
  return items;
}

/** Items whose keys and values are texts, from their number. */
export function textItems(count: number, key: (i: number) => string, value = key): Item[] {
  return Array.from({length: count}, (_, i) => ({key: utf8(key(i)), value: utf8(value(i))}));
}

export function byKey(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => Buffer.compare(a.key, b.key));
}
