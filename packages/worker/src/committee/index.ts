export {
  type CommitteeChain,
  CommitteeFollower,
  type CommitteeFollowerOptions,
  type CommitteeMetrics,
  type CommitteeObserver,
} from "./follower.ts";
export {
  type CommitteeView,
  committeesOf,
  type Group,
  type GroupParts,
  groupOf,
  isExecutorBackup,
  isExecutorMember,
  isExecutorWorker,
  isTransactionScheduler,
  memberKeys,
  membersOf,
  schedulerOf,
} from "./group.ts";
export {authenticateMessage, checkGroupVersion} from "./messageChecks.ts";
export {type Transition, type TransitionKind, transitionKind} from "./transition.ts";
