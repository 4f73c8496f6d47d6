export type {Item, KeyValueIterator, KeyValueTree} from "./keyValueTree.ts";
export {type CacheCapacity, defaultCapacity} from "./nodeCache.ts";
export {type Committed, Tree, type TreeOptions} from "./tree.ts";
export {MissingNodeError, TreeError} from "./treeError.ts";
export {TreeIterator} from "./treeIterator.ts";
export type {NodeVisitor} from "./visitPath.ts";
