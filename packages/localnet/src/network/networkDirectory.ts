import {join} from "node:path";

/** What a network keeps where, below its directory. */
export interface NetworkPaths {
  readonly directory: string;
  readonly genesis: string;
  /** Configuration of the node, as `oasis-node --config` takes it. */
  readonly config: string;
  /** Key and descriptor of the entity: a directory for `--signer.dir`. */
  readonly entity: string;
  /** One directory for `--signer.dir` each. */
  readonly accounts: string;
  /** Data directory of the node. */
  readonly node: string;
  /** Log of the node. */
  readonly log: string;
  /** Where the node answers. */
  readonly socket: string;
}

export function networkPaths(directory: string): NetworkPaths {
  const node = join(directory, "node");
  return {
    directory,
    genesis: join(directory, "genesis.json"),
    config: join(directory, "node.yml"),
    entity: join(directory, "entity"),
    accounts: join(directory, "accounts"),
    node,
    log: join(directory, "node.log"),
    socket: join(node, "internal.sock"),
  };
}
