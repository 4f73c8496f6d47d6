import type {Round} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Header, SignedProposedBatch} from "@oasis-node/state-transition/roothash";
import type {Verdict} from "../p2p/index.ts";
import type {ProposedInputs} from "./batch.ts";
import type {Duty} from "./state.ts";

/** What the executor learns of. */
export type ExecutorEvent =
  /** A block of the runtime, which may begin an epoch (or a time without committees). */
  | {
      readonly kind: "block";
      readonly header: Header;
      readonly newEpoch: boolean;
      readonly duty: Duty;
      /** Whether the node schedules what follows the block. */
      readonly isScheduler: boolean;
    }
  /** A proposal of another node whose signatures are right; answered with the effect `verdict`. */
  | {readonly kind: "proposal"; readonly header: Header; readonly batch: ProposedInputs}
  | {readonly kind: "discrepancy"}
  /** An own proposal for what follows the block of that round; answered with `publish` when it is not too late for it. */
  | {
      readonly kind: "ownProposal";
      readonly round: Round;
      readonly batch: ProposedInputs;
      readonly proposal: SignedProposedBatch;
    }
  /** The runtime is to choose the transactions that follow the block of that round. */
  | {readonly kind: "letRuntimeSchedule"; readonly round: Round; readonly inputs: readonly Uint8Array[]}
  /** The runtime has chosen, and the proposal is signed. */
  | {
      readonly kind: "scheduled";
      readonly job: number;
      readonly batch: ProposedInputs;
      readonly proposal: SignedProposedBatch;
    }
  /** The runtime did not choose, or what it chose could not be proposed. */
  | {readonly kind: "notScheduled"; readonly job: number}
  /** The runtime did not execute the batch. */
  | {readonly kind: "failed"; readonly job: number}
  /** The results are signed. */
  | {
      readonly kind: "committed";
      readonly job: number;
      readonly ioRoot: Hash;
      readonly hashes: readonly Hash[];
    }
  /** Nothing, or nothing but a failure, could be committed. */
  | {readonly kind: "notCommitted"; readonly job: number};

/** What the executor has to do. */
export type ExecutorEffect =
  | {readonly kind: "abort"; readonly job: number; readonly reason: "newerBlock" | "failed"}
  | {readonly kind: "execute"; readonly job: number; readonly batch: ProposedInputs}
  | {readonly kind: "schedule"; readonly job: number; readonly inputs: readonly Uint8Array[]}
  | {readonly kind: "publish"; readonly proposal: SignedProposedBatch}
  | {readonly kind: "commitFailure"; readonly batch: ProposedInputs}
  | {readonly kind: "verdict"; readonly verdict: Verdict}
  /** Transactions of an earlier time in the committee are stale. */
  | {readonly kind: "forgetTransactions"}
  | {readonly kind: "removeTransactions"; readonly hashes: readonly Hash[]}
  /** Weight limits may be wrong after a round that failed. */
  | {readonly kind: "forgetLimits"}
  | {readonly kind: "trySchedule"}
  | {readonly kind: "recheck"};
