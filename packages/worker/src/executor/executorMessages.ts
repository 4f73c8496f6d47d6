import {
  authenticateMessage,
  checkGroupVersion,
  type Group,
  isExecutorWorker,
  type Transition,
} from "../committee/index.ts";
import {
  accepted,
  type CommitteeMessage,
  type MessageHandler,
  type MessageSource,
  retryLater,
  unhandled,
  type Verdict,
} from "../p2p/index.ts";
import {type CheckedProposal, checkProposal} from "./checkProposal.ts";
import type {ExecutorDependencies} from "./dependencies.ts";

export interface MessageOptions {
  readonly dependencies: Pick<ExecutorDependencies, "runtimeId" | "signatures">;
  /** The latest block and its group; null before the first. */
  readonly transition: () => Transition | null;
  /** Takes a transaction that is to be scheduled; false when there is no room for it. */
  readonly onTransaction: (raw: Uint8Array) => boolean;
  readonly onProposal: (proposal: CheckedProposal) => Verdict;
}

/** What executors do with messages of the gossip network (runtime-workers §4.4.2, §4.4.4). */
export class ExecutorMessages implements MessageHandler {
  readonly #options: MessageOptions;

  constructor(options: MessageOptions) {
    this.#options = options;
  }

  authenticate(_author: unknown, message: CommitteeMessage): Verdict {
    return authenticateMessage(this.#group, message);
  }

  async handle(message: CommitteeMessage, {isOwn}: MessageSource): Promise<Verdict> {
    const group = this.#group;
    const version = checkGroupVersion(group, message);
    if (group === null || version.kind !== "accepted") return version;
    if (message.tx !== null) return this.#onTransaction(group, message.tx.data ?? new Uint8Array());
    if (message.proposedBatch === null) return unhandled;
    // Own proposals are processed without the detour.
    return isOwn ? accepted : this.#onProposal(group, message.proposedBatch);
  }

  get #group(): Group | null {
    return this.#options.transition()?.group ?? null;
  }

  /** Only workers will ever schedule it; others pass it on. */
  #onTransaction(group: Group, raw: Uint8Array): Verdict {
    if (!isExecutorWorker(group) || raw.length === 0) return accepted;
    return this.#options.onTransaction(raw) ? accepted : retryLater("executor: transaction queue is full");
  }

  #onProposal(group: Group, signed: NonNullable<CommitteeMessage["proposedBatch"]>): Verdict {
    const {dependencies, transition, onProposal} = this.#options;
    const header = transition()?.block.header;
    if (header === undefined) return retryLater("executor: no blocks");
    const checked = checkProposal({group, header, ...dependencies}, signed);
    return checked.kind === "proposal" ? onProposal(checked) : checked;
  }
}
