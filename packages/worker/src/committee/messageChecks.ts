import {
  accepted,
  type CommitteeMessage,
  onlyRelayed,
  refused,
  retryLater,
  type Verdict,
} from "../p2p/index.ts";
import {type Group, isExecutorMember} from "./group.ts";

/** Whether a message of another node is looked at (runtime-workers §4.2): any node may send to members of the executor committee. */
export function authenticateMessage(group: Group | null, {groupVersion}: CommitteeMessage): Verdict {
  if (group === null) return retryLater("group: no active epoch");
  if (groupVersion < group.version) return refused("group version in the past");
  if (isExecutorMember(group)) return accepted;
  const reason = "group: peer is not authorized";
  // With a later version the node may be a member soon; with this one it will not.
  return groupVersion === group.version ? onlyRelayed(reason) : retryLater(reason);
}

/** Whether the sender and this node see the same group. Own messages are checked too: they may have been delayed. */
export function checkGroupVersion(group: Group | null, {groupVersion}: CommitteeMessage): Verdict {
  if (group === null) return retryLater("group: no active epoch");
  if (groupVersion < group.version) return refused("group version in the past");
  return groupVersion > group.version ? retryLater("group version from the future") : accepted;
}
