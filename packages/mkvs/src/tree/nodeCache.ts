import {embeddedLeaf, type MkvsNode, type Pointer, type Root} from "../node/index.ts";
import {MissingNodeError} from "./treeError.ts";

/** Where nodes that are not in memory come from. */
export interface NodeSource {
  /** A fresh node, which the tree may change. Throws when there is none. */
  getNode(root: Root, pointer: Pointer): MkvsNode;
}

/** Bounds of the clean nodes that a tree keeps in memory; 0 = no bound. */
export interface CacheCapacity {
  /** Number of internal nodes. */
  readonly nodes: number;
  /** Bytes of leaves, a fixed overhead for each included. */
  readonly valueBytes: number;
}

/** Ten times the nodes of the reference (primitives-mkvs §4.9): the top of a large tree stays loaded. */
export const defaultCapacity: CacheCapacity = {nodes: 50_000, valueBytes: 16 * 1024 * 1024};

const leafOverhead = 100;

/**
 * Follows pointers, and forgets clean nodes that were not used lately. Time is cut into spans in which up to half of the
 * capacity is used; at the end of one, nodes not used in it are dropped.
 * Dropping nodes never changes results. In the reference it can: its count of bytes underflows when a value grows, and
 * leaves in slots of changed nodes are dropped, after which their keys are gone.
 * PERF: a use costs one comparison, a sweep visits the loaded nodes once per half capacity of newly used ones.
 */
export class NodeCache {
  readonly #source: NodeSource | null;
  readonly #capacity: CacheCapacity;
  #root: Root;
  #pins = 0;
  #span = 0;
  #usedNodes = 0;
  #usedBytes = 0;

  constructor(source: NodeSource | null, root: Root, capacity: CacheCapacity) {
    this.#source = source;
    this.#capacity = capacity;
    this.#root = root;
  }

  /** The stored root which clean pointers belong to. */
  get root(): Root {
    return this.#root;
  }

  set root(root: Root) {
    this.#root = root;
  }

  /** The node behind a pointer. `key` is what is looked for. Throws `MissingNodeError` or an error of the database. */
  load(pointer: Pointer, key: Uint8Array): MkvsNode {
    const node = pointer.node ?? this.#fetch(pointer, key);
    if (pointer.usedIn !== this.#span) this.use(pointer, node);
    return node;
  }

  /** Counts a loaded node as used in this span. */
  use(pointer: Pointer, node: MkvsNode): void {
    pointer.usedIn = this.#span;
    if (!pointer.clean) return;
    const leaf = node.kind === "leaf" ? node : embeddedLeaf(node);
    if (node.kind === "internal") this.#usedNodes++;
    if (leaf !== null) this.#usedBytes += leaf.key.length + leaf.value.length + leafOverhead;
  }

  /** Keeps all nodes until `unpin`: for operations that are repeated until all they need has been fetched. */
  pin(): void {
    this.#pins++;
  }

  unpin(): void {
    this.#pins--;
  }

  /** Drops nodes below `root` if enough have been used. Never called inside an operation, so paths stay whole. */
  evict(root: Pointer | null): void {
    const nodes = exceeded(this.#usedNodes, this.#capacity.nodes);
    const bytes = exceeded(this.#usedBytes, this.#capacity.valueBytes);
    if (this.#pins > 0 || (nodes < 1 && bytes < 1)) return;
    // More than the whole capacity used at once leaves nothing worth keeping.
    const keepFrom = nodes < 2 && bytes < 2 ? this.#span : this.#span + 1;
    this.#span++;
    this.#usedNodes = 0;
    this.#usedBytes = 0;
    sweep(root, keepFrom);
  }

  #fetch(pointer: Pointer, key: Uint8Array): MkvsNode {
    if (this.#source === null) throw new MissingNodeError(pointer, key);
    const node = this.#source.getNode(this.#root, pointer);
    pointer.node = node;
    return node;
  }
}

/** How often half of the capacity has been used up. */
function exceeded(used: number, capacity: number): number {
  return capacity === 0 ? 0 : Math.floor((2 * used) / capacity);
}

/** Nodes below a dropped one go with it: they are clean as well. */
function sweep(root: Pointer | null, keepFrom: number): void {
  const stack: (Pointer | null)[] = [root];
  for (let pointer = stack.pop(); pointer !== undefined; pointer = stack.pop()) {
    if (pointer === null || pointer.node === null) continue;
    if (pointer.clean && pointer.usedIn < keepFrom) pointer.node = null;
    else if (pointer.node.kind === "internal") stack.push(pointer.node.left, pointer.node.right);
  }
}
