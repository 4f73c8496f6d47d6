import {compare} from "@oasis-node/primitives/bytes";
import {
  bitLength,
  bytesForBits,
  getBit,
  type InternalNode,
  type LeafNode,
  type Pointer,
  prefixWithBit,
  writeBits,
} from "../node/index.ts";
import type {Item, KeyValueIterator} from "./keyValueTree.ts";
import type {TreeState} from "./treeState.ts";
import type {NodeVisitor} from "./visitPath.ts";

/** What is left to do at a node on the path: all of it, what follows its leaf slot, what follows its left child, nothing. */
type Progress = "before" | "at" | "atLeft" | "after";

interface Frame {
  readonly pointer: Pointer;
  /** Bits before the label of the node. */
  readonly depth: number;
  /** Keys below this one are passed over. */
  key: Uint8Array;
  progress: Progress;
}

/**
 * Goes through a tree in key order, with exactly the visits of the reference, since they end up in proofs
 * (primitives-mkvs §4.7). A call that threw because a node was missing can be repeated. When the tree was changed since
 * the last call, the iterator continues after its current key in the changed tree.
 */
export class TreeIterator implements KeyValueIterator {
  readonly #state: () => TreeState;
  readonly #visitor: NodeVisitor | undefined;
  /** From the root to the current leaf, without the leaf. */
  #frames: Frame[] = [];
  /** Frames up to this many still wait to be resumed, with `#resumeKey`. */
  #waiting = 0;
  #resumeKey: Uint8Array = new Uint8Array();
  /** Key bits from the root to the node in work; longer than needed. */
  #path = new Uint8Array(64);
  #current: Item | null = null;
  #moving = false;
  #changes = -1;

  /** `state` throws when the tree is closed. */
  constructor(state: () => TreeState, visitor: NodeVisitor | undefined) {
    this.#state = state;
    this.#visitor = visitor;
  }

  get current(): Item | null {
    return this.#current;
  }

  rewind(): Item | null {
    return this.seek(new Uint8Array());
  }

  seek(key: Uint8Array): Item | null {
    const state = this.#state();
    this.#frames = [];
    this.#waiting = 0;
    this.#changes = state.changes;
    if (state.root !== null) this.#push(state.root, 0, key);
    return this.#run(state);
  }

  next(): Item | null {
    const state = this.#state();
    if (!this.#moving) {
      if (this.#current === null) return null;
      const {key} = this.#current;
      if (this.#changes !== state.changes) return this.seek(prefixWithBit(key, bitLength(key), false));
      this.#waiting = this.#frames.length;
      this.#resumeKey = key;
    }
    return this.#run(state);
  }

  #push(pointer: Pointer, depth: number, key: Uint8Array): void {
    this.#frames.push({pointer, depth, key, progress: "before"});
  }

  #run(state: TreeState): Item | null {
    this.#moving = true;
    this.#current = null;
    let found: LeafNode | null = null;
    for (
      let frame = this.#frames.at(-1);
      frame !== undefined && found === null;
      frame = this.#frames.at(-1)
    ) {
      if (this.#frames.length <= this.#waiting) {
        frame.key = this.#resumeKey;
        this.#waiting = this.#frames.length - 1;
      }
      found = this.#step(state, frame);
    }
    this.#moving = false;
    this.#current = found === null ? null : {key: found.key, value: found.value};
    return this.#current;
  }

  /** Does what comes next at the deepest node of the path. Returns a leaf when the search is over. */
  #step(state: TreeState, frame: Frame): LeafNode | null {
    if (frame.progress === "after") {
      this.#frames.pop();
      return null;
    }
    const node = state.cache.load(frame.pointer, frame.key);
    if (frame.progress === "before") this.#visitor?.include(node);
    if (node.kind === "internal") return this.#stepInternal(state, frame, node);
    this.#frames.pop();
    return compare(node.key, frame.key) >= 0 ? node : null;
  }

  #stepInternal(state: TreeState, frame: Frame, node: InternalNode): LeafNode | null {
    const end = frame.depth + node.labelBitLength;
    // A key that is longer than the path but smaller: all of this subtree follows it.
    const takeFirst = this.#isBeforePath(frame, node, end);
    const endsHere = bitLength(frame.key) <= end;
    if (frame.progress === "before" && (endsHere || takeFirst)) {
      const leaf = this.#leafInSlot(state, frame, node);
      if (leaf !== null) {
        frame.progress = "at";
        return leaf;
      }
    }
    if (endsHere && frame.progress !== "atLeft") frame.key = prefixWithBit(frame.key, end, false);
    if (frame.progress !== "atLeft" && (!getBit(frame.key, end) || takeFirst)) {
      frame.progress = "atLeft";
      if (node.left !== null) {
        this.#push(node.left, end, frame.key);
        return null;
      }
    }
    if (frame.progress === "atLeft") frame.key = prefixWithBit(frame.key, end, true);
    frame.progress = "after";
    if (node.right !== null) this.#push(node.right, end, frame.key);
    return null;
  }

  #isBeforePath(frame: Frame, node: InternalNode, end: number): boolean {
    const size = bytesForBits(end);
    if (this.#path.length < size) {
      const longer = new Uint8Array(size * 2);
      longer.set(this.#path);
      this.#path = longer;
    }
    writeBits(this.#path, frame.depth, node.label, node.labelBitLength);
    return end > 0 && bitLength(frame.key) >= end && compare(frame.key, this.#path.subarray(0, size)) < 0;
  }

  /** The leaf of a key that ends at the node, if it is not too small. It is told to the visitor on its own. */
  #leafInSlot(state: TreeState, frame: Frame, {leaf}: InternalNode): LeafNode | null {
    if (leaf === null) return null;
    const node = state.cache.load(leaf, frame.key);
    this.#visitor?.include(node);
    return node.kind === "leaf" && compare(node.key, frame.key) >= 0 ? node : null;
  }
}
