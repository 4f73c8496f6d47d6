import type {TransactionSubmitter} from "@oasis-node/consensus/submission";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {Gossip} from "@oasis-node/worker/p2p";
import type {RegistrationWorker} from "@oasis-node/worker/registration";
import type {RunningChain} from "../chain/index.ts";
import type {NodeConfig} from "../config/index.ts";
import type {Milestone} from "../control/index.ts";
import type {FileIdentity} from "../identity/index.ts";
import type {Lifecycle} from "../lifecycle/index.ts";
import type {NodeMetrics} from "../metrics/index.ts";
import type {PersistentStore} from "../persistentStore/index.ts";

/** What the ParaTimes of a node work with. */
export interface ParatimeSurroundings {
  /** Where relative paths start. */
  readonly cwd: string;
  readonly config: NodeConfig;
  readonly chain: RunningChain;
  readonly identity: FileIdentity;
  readonly registration: Pick<RegistrationWorker, "requestRole">;
  readonly submitter: TransactionSubmitter;
  readonly gossip: Gossip;
  readonly store: PersistentStore;
  readonly synced: Milestone;
  readonly lifecycle: Lifecycle;
  /** Runs work that goes on as long as the chain does, and without which the node does not go on. */
  readonly background: (name: string, run: (signal: AbortSignal) => Promise<void>) => Promise<void>;
  readonly metrics: NodeMetrics;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
  readonly logger: Logger;
}
