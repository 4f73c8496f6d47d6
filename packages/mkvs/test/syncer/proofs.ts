import type {Hash} from "@oasis-node/primitives/hash";
import type {Root} from "../../src/node/index.ts";
import {type Proof, TreeSyncer} from "../../src/syncer/index.ts";
import type {Tree} from "../../src/tree/index.ts";
import {type Entry, treeOf, zeroNamespace} from "../tree/model.ts";

export async function committed(
  entries: Iterable<Entry>,
): Promise<{tree: Tree; root: Root; syncer: TreeSyncer}> {
  const tree = treeOf(entries);
  await tree.commit(zeroNamespace, 1n);
  return {tree, root: tree.root, syncer: new TreeSyncer(tree)};
}

export async function proveGet(
  {root, syncer}: {readonly root: Root; readonly syncer: TreeSyncer},
  key: Uint8Array,
  {position = root.hash, siblings = false}: {readonly position?: Hash; readonly siblings?: boolean} = {},
): Promise<Proof> {
  const {proof} = await syncer.syncGet({tree: {root, position}, key, includeSiblings: siblings});
  return proof;
}
