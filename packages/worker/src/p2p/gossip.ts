import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {CommitteeMessage} from "./message.ts";
import type {Verdict} from "./verdict.ts";

/** Receives the messages of a runtime. Neither function may throw. */
export interface MessageHandler {
  /** Judges whether the message is looked at at all; not asked about own messages. */
  authenticate(author: PublicKey, message: CommitteeMessage): Verdict;
  /** Takes the message. To be done soon: it is relayed when this has resolved. `signal` is aborted after 10 s. */
  handle(message: CommitteeMessage, from: MessageSource, signal: AbortSignal): Promise<Verdict>;
}

export interface MessageSource {
  /** P2P key of the node that published the message, not of the one that relayed it. */
  readonly author: PublicKey;
  readonly isOwn: boolean;
}

/** The gossip network of committees: one topic for each runtime (runtime-workers §4.3). */
export interface Gossip {
  /** Publishes a message; own handlers see it too. It is dropped, and that logged, when too many wait to be sent. */
  publish(runtimeId: Namespace, message: CommitteeMessage): void;
  /** Joins the runtime's topic. Returns how to leave it. All handlers of a runtime see all its messages. */
  subscribe(runtimeId: Namespace, handler: MessageHandler): () => void;
  /** Addresses of connected peers in the runtime's topic, like `/ip4/…/tcp/…/p2p/…`. */
  peers(runtimeId: Namespace): readonly string[];
}
