import type {Namespace} from "@oasis-node/primitives/namespace";
import type {AccessPolicy} from "@oasis-node/rpc/services";
import {type CommitteeFollower, membersOf} from "@oasis-node/worker/committee";
import {storagePolicy} from "@oasis-node/worker/storage";
import type {RegisteredNodes} from "@oasis-node/worker/storageClient";
import type {NodeConfig} from "../config/index.ts";

/** What decides who may use a ParaTime's storage. */
export interface StorageUsers {
  readonly id: Namespace;
  readonly follower: Pick<CommitteeFollower, "group">;
  /** Its storage nodes, whether in the committee or not: those that are not catch up with those that are. */
  readonly remote: Pick<RegisteredNodes, "descriptors">;
}

/** Who of other nodes may do what with a ParaTime's storage; nobody before there is a group (cli-config-grpc §5.2). */
export function storageAccess(
  users: StorageUsers | undefined,
  {sentryAddresses, roles}: Pick<NodeConfig["workers"], "sentryAddresses" | "roles">,
): AccessPolicy | null {
  const group = users?.follower.group ?? null;
  if (users === undefined || group === null) return null;
  return storagePolicy({
    computeNodes: membersOf(group, "executor"),
    nodes: users.remote.descriptors(),
    runtimeId: users.id,
    sentries: sentryAddresses.map(({publicKey}) => publicKey),
    publicRpc: roles.storagePublicRpc,
  });
}
