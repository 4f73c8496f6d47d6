import type {NodeDb} from "@oasis-node/mkvs/db";
import {type Root, rootTypes} from "@oasis-node/mkvs/node";
import {type KeyValueTree, Tree} from "@oasis-node/mkvs/tree";
import {asEpoch, asHeight, type Epoch, type Height} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {BeaconState} from "../beacon/state.ts";
import {ConsensusParameters, consensusErrors} from "../consensus/index.ts";
import {readRequired} from "../storedValue/index.ts";
import {ApplicationError} from "./applicationError.ts";
import {applicationKeys} from "./keys.ts";

/**
 * The state of the chain: one tree, one version for each height, and the two working copies on top of the last version
 * (consensus-core §1.2).
 */
export class ApplicationState {
  readonly db: NodeDb;
  readonly initialHeight: Height;
  #root: Root;
  #deliverTree: Tree;
  #checkTree: Tree;
  #parameters: ConsensusParameters | null = null;
  #committedEpoch: Epoch = asEpoch(0n);

  private constructor(db: NodeDb, initialHeight: Height, root: Root | null) {
    this.db = db;
    this.initialHeight = initialHeight;
    const {namespace} = db;
    this.#root = root ?? {namespace, version: initialHeight - 1n, type: rootTypes.state, hash: emptyHash};
    this.#deliverTree = root === null ? this.#newTree() : Tree.open({db, root});
    this.#checkTree = root === null ? this.#newTree() : Tree.open({db, root});
    if (root !== null) this.#refresh();
  }

  /** The state as the database has it. Throws `ApplicationError` `ambiguousRoot`. */
  static open(db: NodeDb, initialHeight: Height): ApplicationState {
    const latest = db.getLatestVersion();
    const root = latest === null ? null : onlyRoot(db, latest);
    return new ApplicationState(db, initialHeight, root);
  }

  /** The tree that blocks work on. */
  get deliverTree(): Tree {
    return this.#deliverTree;
  }

  /** The tree that checks of transactions work on: what they write is dropped at every commit. */
  get checkTree(): Tree {
    return this.#checkTree;
  }

  /** Root of the state last committed; before that of genesis, at the version before the initial height. */
  get root(): Root {
    return this.#root;
  }

  /** Height last committed; 0 before the first commit. */
  get lastHeight(): Height {
    return asHeight(this.#root.version < this.initialHeight ? 0n : this.#root.version);
  }

  /** As of the last commit. Throws `ApplicationError` `noGenesis` before InitChain. */
  get consensusParameters(): ConsensusParameters {
    if (this.#parameters === null) throw new ApplicationError("noGenesis", "the chain has no genesis yet");
    return this.#parameters;
  }

  /** Epoch in the committed state of a height, latest for 0 and for heights to come. Throws `consensusErrors`. */
  committedEpoch(height: Height): Epoch {
    if (this.lastHeight === 0n) throw consensusErrors.noCommittedBlocks();
    if (height <= 0n || height >= this.lastHeight) return this.#committedEpoch;
    const tree = this.committedTree(height);
    try {
      return new BeaconState(tree).epoch();
    } finally {
      tree.close();
    }
  }

  /** The state of a height, to be read and closed by the caller. Throws `versionNotFound` when it has been pruned. */
  committedTree(height: Height): Tree {
    const [root] = this.db.getRootsForVersion(height);
    if (root === undefined) throw consensusErrors.versionNotFound({details: {height}});
    return Tree.open({db: this.db, root});
  }

  /** A working copy of the last state for one simulation. */
  newSimulationTree(): Tree {
    return this.lastHeight === 0n ? this.#newTree() : Tree.open({db: this.db, root: this.#root});
  }

  /** Takes the deliver tree as the state of genesis. Nothing is stored: it gets stored with the first block. */
  initialized(): void {
    this.#root = {
      ...this.#root,
      version: this.initialHeight - 1n,
      hash: this.#deliverTree.computeRoot(),
    };
    this.#refresh();
  }

  /** Stores the deliver tree as the next version. */
  async commit(): Promise<void> {
    const {db} = this;
    const {namespace, version, type} = this.#root;
    const {hash} = await this.#deliverTree.commit(namespace, version + 1n);
    const root: Root = {namespace, version: version + 1n, type, hash};
    await db.finalize([root]);
    this.#root = root;
    this.#refresh();
    this.#checkTree.close();
    this.#checkTree = Tree.open({db, root});
  }

  /** Goes on from a root that was restored into the database. */
  restored(root: Root): void {
    const {db} = this;
    this.#deliverTree.close();
    this.#checkTree.close();
    this.#root = root;
    this.#deliverTree = Tree.open({db, root});
    this.#checkTree = Tree.open({db, root});
    this.#refresh();
  }

  #refresh(): void {
    const tree: KeyValueTree = this.#deliverTree;
    const key = applicationKeys.consensusParameters.encode();
    this.#parameters = readRequired(tree, key, ConsensusParameters);
    this.#committedEpoch = new BeaconState(tree).epoch();
  }

  #newTree(): Tree {
    return Tree.create({db: this.db, rootType: rootTypes.state});
  }
}

function onlyRoot(db: NodeDb, version: bigint): Root {
  const roots = db.getRootsForVersion(version);
  const [root] = roots;
  if (root !== undefined && roots.length === 1) return root;
  throw new ApplicationError("ambiguousRoot", `version ${version} has ${roots.length} roots instead of one`, {
    details: {version, roots: roots.length},
  });
}
