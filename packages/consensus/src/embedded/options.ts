import type {OrderedStore} from "@oasis-node/mkvs/db";
import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {PublicKey, SignatureVerifier, Signer} from "@oasis-node/primitives/signature";
import type {Application} from "@oasis-node/state-transition/application";
import type {Document, TendermintGenesis} from "@oasis-node/state-transition/genesis";
import type {MempoolLimits} from "../mempool/index.ts";

/** The file in which validators of the reference keep what they signed last (cli-config-grpc §2.1). */
export interface SignStateFile {
  /** Null when there is none. */
  read(): Promise<string | null>;
  /** Replaces it as a whole; durable when it resolves. */
  write(text: string): Promise<void>;
}

export interface EmbeddedEngineOptions {
  /** The application, with its state as it was left. */
  readonly application: Application;
  readonly genesis: Document;
  /** What follows from the genesis document for the engine. */
  readonly tendermintGenesis: TendermintGenesis;
  /** The consensus key: the only validator. */
  readonly signer: Signer;
  /** The node's key, whose transactions overtake those of others; without it nobody's do. */
  readonly ownKey?: PublicKey;
  /** The one of the application: what is verified before a check is known in the block. */
  readonly verifier: SignatureVerifier;
  /** Where blocks are kept. Whoever opened it closes it, after the engine has ended. */
  readonly store: OrderedStore;
  /** Null to leave no file for the reference. */
  readonly signStateFile: SignStateFile | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `instant`: a block as soon as there is a transaction; otherwise milliseconds from one block to the next at least. */
  readonly blockTime: "instant" | number;
  /** Milliseconds after which a block without transactions is made; null for what the genesis document says. */
  readonly emptyBlockInterval: number | null;
  /** Those of the reference when left out. */
  readonly mempool?: MempoolLimits;
}
