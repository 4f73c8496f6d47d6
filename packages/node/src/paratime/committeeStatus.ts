import {asHeight, asRound, type Height} from "@oasis-node/primitives/epoch";
import type {CommitteeStatus} from "@oasis-node/rpc/services";
import {type CommitteeFollower, isTransactionScheduler} from "@oasis-node/worker/committee";

/** The node's part in the committees of a ParaTime (runtime-workers §4.11); zeros before its first block. */
export function committeeStatus({last}: CommitteeFollower, latestHeight: Height): CommitteeStatus {
  const group = last?.group ?? null;
  const round = last?.block.header.round ?? asRound(0n);
  return {
    latestRound: round,
    latestHeight,
    lastCommitteeUpdateHeight: group?.version ?? asHeight(0n),
    executorRoles: rolesOrNull(group?.executor.roles),
    storageRoles: rolesOrNull(group?.storage.roles),
    isTransactionScheduler: isTransactionScheduler(group, round),
    peers: null,
  };
}

/** No roles are Go's nil list. */
function rolesOrNull<T>(roles: readonly T[] | undefined): T[] | null {
  return roles === undefined || roles.length === 0 ? null : [...roles];
}
