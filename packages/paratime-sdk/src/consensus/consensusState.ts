import type {Root} from "@oasis-node/mkvs/node";
import {RemoteTree} from "@oasis-node/mkvs/syncer";
import {storageEndpoints} from "@oasis-node/runtime/protocol";
import {type HostCalls, hostSyncer, iterateTree, type ReadableState} from "../state/index.ts";

/** The consensus state under a root, each answer proven against it (runtime-workers §1.6). Nothing is fetched before it is read. */
export function consensusState(host: HostCalls, root: Root): ReadableState {
  const tree = new RemoteTree({syncer: hostSyncer(host, storageEndpoints.consensus), root});
  return {get: (key) => tree.get(key), iterate: (from) => iterateTree(tree, from)};
}
