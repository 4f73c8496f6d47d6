import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import type {Epoch, Height, Round} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {
  type Committee,
  type CommitteeKind,
  type CommitteeRole,
  committeeKinds,
  committeeRoles,
} from "@oasis-node/state-transition/committee";
import type {Node} from "@oasis-node/state-transition/node";
import type {Runtime} from "@oasis-node/state-transition/registry";
import {type CommitteeLookup, transactionScheduler} from "@oasis-node/state-transition/roothash";

/** A committee as one node sees it. */
export interface CommitteeView {
  readonly committee: Committee;
  /** Roles of the node itself, in the committee's order; it can have several. */
  readonly roles: readonly CommitteeRole[];
}

/** The committees of a runtime in an epoch, as one node sees them (runtime-workers §4.2). Never changed. */
export interface Group {
  readonly epoch: Epoch;
  /** Consensus height of the epoch's first block. */
  readonly version: Height;
  /** The runtime as it was when the group was read. */
  readonly runtime: Runtime;
  readonly ownKey: PublicKey;
  readonly executor: CommitteeView;
  readonly storage: CommitteeView;
  /** Descriptors of the members of both committees, by node key. */
  readonly members: BytesMap<PublicKey, Node>;
}

export interface GroupParts {
  readonly epoch: Epoch;
  readonly version: Height;
  readonly runtime: Runtime;
  readonly ownKey: PublicKey;
  readonly committees: readonly Committee[];
  readonly members: readonly Node[];
}

/** The group of these parts; null when one of the two committees was not elected: then the node has no group at all. */
export function groupOf({committees, members, ...parts}: GroupParts): Group | null {
  const executor = committeeView(committees, committeeKinds.executor, parts.ownKey);
  const storage = committeeView(committees, committeeKinds.storage, parts.ownKey);
  if (executor === null || storage === null) return null;
  return {...parts, executor, storage, members: new BytesMap(members.map((node) => [node.id, node]))};
}

/** Keys of all members of the committees, each once. */
export function memberKeys(committees: readonly Committee[]): PublicKey[] {
  const keys = committees.flatMap(({members}) =>
    (members ?? []).flatMap((member) => member?.publicKey ?? []),
  );
  return [...new BytesMap(keys.map((key) => [key, true])).keys()];
}

/** The members of a committee, by role, that have descriptors. */
export function membersOf(group: Group, kind: "executor" | "storage"): Node[] {
  return memberKeys([group[kind].committee]).flatMap((key) => group.members.get(key) ?? []);
}

export function isExecutorMember(group: Group | null): boolean {
  return group !== null && group.executor.roles.length > 0;
}

export function isExecutorWorker(group: Group | null): boolean {
  return group?.executor.roles.includes(committeeRoles.worker) ?? false;
}

export function isExecutorBackup(group: Group | null): boolean {
  return group?.executor.roles.includes(committeeRoles.backupWorker) ?? false;
}

/** Who schedules what follows the block of that round; null without workers. */
export function schedulerOf(group: Group | null, round: Round): PublicKey | null {
  return group === null ? null : transactionScheduler(group.executor.committee, round);
}

/** Whether the node itself schedules what follows the block of that round. */
export function isTransactionScheduler(group: Group | null, round: Round): boolean {
  const scheduler = schedulerOf(group, round);
  return group !== null && scheduler !== null && equal(scheduler, group.ownKey);
}

/** The committees for checks of who signed. */
export function committeesOf(group: Group): CommitteeLookup {
  return (kind) => {
    if (kind === committeeKinds.executor) return group.executor.committee;
    return kind === committeeKinds.storage ? group.storage.committee : null;
  };
}

/** The last committee of a kind, should there be several. */
function committeeView(
  committees: readonly Committee[],
  kind: CommitteeKind,
  ownKey: PublicKey,
): CommitteeView | null {
  const committee = committees.findLast((each) => each.kind === kind);
  if (committee === undefined) return null;
  const own = (committee.members ?? []).filter(
    (member) => member !== null && equal(member.publicKey, ownKey),
  );
  return {committee, roles: own.flatMap((member) => member?.role ?? [])};
}
