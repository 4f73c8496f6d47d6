import type {Gas, Height} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {CheckResult, TransactionResult} from "@oasis-node/state-transition/application";
import type {Transaction} from "@oasis-node/state-transition/consensus";
import type {Event, Validator} from "@oasis-node/state-transition/context";
import type {BlockId, Commit, Evidence, Header, LightBlock, ValidatorSet} from "../tendermint/index.ts";

/** A block as the engine ordered it. */
export interface EngineBlock {
  readonly id: BlockId;
  readonly header: Header;
  readonly transactions: readonly Uint8Array[];
  readonly evidence: readonly Evidence[];
  /** Signatures over the block before. */
  readonly lastCommit: Commit;
  /** Bytes of the block's protobuf form. */
  readonly size: number;
}

/** What the application made of a block. */
export interface BlockResults {
  readonly beginEvents: readonly Event[];
  /** One for each transaction, in order. */
  readonly transactions: readonly TransactionResult[];
  readonly endEvents: readonly Event[];
  readonly validatorUpdates: readonly Validator[];
}

/** A block whose state is durable. */
export interface CommittedBlock {
  readonly height: Height;
  readonly block: EngineBlock;
  readonly results: BlockResults;
}

/** What became of a transaction that somebody waits for. */
export type Inclusion =
  /** It is in a block, whose state is durable. Its own result may be a failure. */
  | {
      readonly kind: "included";
      readonly height: Height;
      readonly index: number;
      readonly result: TransactionResult;
    }
  /** It never got into the pool of pending transactions. */
  | {readonly kind: "refused"; readonly check: CheckResult}
  /** It was dropped from the pool: a later check refused it. */
  | {readonly kind: "dropped"; readonly check: CheckResult};

export interface EngineStatus {
  /** 0 before the first block. */
  readonly latestHeight: Height;
  /** Null before the first block. */
  readonly latest: CommittedBlockHeader | null;
  /** First height whose block is kept; 0 before the first block. */
  readonly earliestHeight: Height;
  /** Whether the engine has caught up with its peers. */
  readonly isSynced: boolean;
  /** Connected peers as `ID@host:port`. */
  readonly peers: readonly string[];
}

export interface CommittedBlockHeader {
  readonly id: BlockId;
  readonly header: Header;
}

/** How an engine ended. */
export type EngineEnd =
  | {readonly kind: "stopped"}
  /** The chain cannot go on, or the engine failed; a `HaltError` tells the halts of the protocol. */
  | {readonly kind: "failed"; readonly error: unknown};

export interface SubscribeOptions {
  /** Ends the subscription without an error. */
  readonly signal: AbortSignal;
}

/**
 * Orders transactions into blocks and has the application execute them. Heights: 0 = latest; a block or result that is
 * pruned or still to come is null.
 */
export interface Engine {
  /** Replays what the state is behind the stored blocks, then makes or follows blocks. Throws `EngineError`, `HaltError`. */
  start(): Promise<void>;
  /** Finishes the block in the making and lets go of everything. Safe to call twice, and before `start`. */
  stop(): Promise<void>;
  /** Settles, never rejects, when the engine has ended. */
  readonly ended: Promise<EngineEnd>;
  status(): EngineStatus;

  /** Offers a transaction; resolves when it waits for a block or was refused. Throws `EngineError`: `poolFull`, `oversized`, `duplicate`. */
  submit(raw: Uint8Array): Promise<CheckResult>;
  /** Offers a transaction and waits for its block. Throws what `submit` throws, the signal's reason, and `stopped`. */
  submitAndWait(raw: Uint8Array, signal: AbortSignal): Promise<Inclusion>;
  /** Offers evidence of misbehaviour, in the protobuf form of Tendermint. Throws `EngineError` `badEvidence`. */
  submitEvidence(evidence: Uint8Array): Promise<void>;
  /** Transactions that wait for a block, in the order in which they would be taken. */
  unconfirmed(): Promise<readonly Uint8Array[]>;
  /** Gas that a transaction would use by the latest state. */
  simulate(signer: PublicKey, transaction: Transaction): Promise<Gas>;

  block(height: Height): Promise<EngineBlock | null>;
  results(height: Height): Promise<BlockResults | null>;
  /** Header, signatures over it, and the validators who gave them. */
  lightBlock(height: Height): Promise<LightBlock | null>;
  /** Validators of a height; also of the one after the latest. */
  validators(height: Height): Promise<ValidatorSet | null>;

  /**
   * Blocks from now on, each when its state is durable. At most 128 wait for the reader: one that falls further behind gets
   * `EngineError` `slowReader`. Ends when the engine does.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<CommittedBlock>;
}
