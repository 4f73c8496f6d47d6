import type {RemoteTree} from "@oasis-node/mkvs/syncer";
import type {Item} from "@oasis-node/mkvs/tree";

/** Items of a tree from a key on. */
export async function* iterateTree(tree: RemoteTree, from: Uint8Array): AsyncIterable<Item> {
  const iterator = tree.iterator();
  for (let item = await iterator.seek(from); item !== null; item = await iterator.next()) yield item;
}
