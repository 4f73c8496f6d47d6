import type {Epoch, Height} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {BeginBlock, Event, Validator} from "../context/index.ts";

/** What the application has, for an engine that connects (consensus-core §1.4). */
export interface Info {
  readonly appVersion: bigint;
  /** 0 before the first commit. */
  readonly lastHeight: Height;
  /** Null before the first commit. */
  readonly lastAppHash: Hash | null;
}

/** What the engine tells of a chain that begins. */
export interface GenesisRequest {
  readonly initialHeight: Height;
  /** The validators with which the engine starts. */
  readonly validators: readonly Validator[];
}

/** A block that begins. */
export interface BlockRequest extends BeginBlock {
  /** Time of the header, nanoseconds since 1970. */
  readonly time: bigint;
}

/** Outcome of a check: whether the transaction may wait for a block. */
export interface CheckResult {
  /** 0 on success; then `codespace` and `log` are empty. */
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  /** Unsigned 64-bit numbers of the application, read as signed ones. */
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
}

/** Outcome of a transaction in a block. */
export interface TransactionResult extends CheckResult {
  /** CBOR of what the transaction returns: null in all of them. Empty on failure. */
  readonly data: Uint8Array;
  /** Also of a transaction that failed: those before it failed. */
  readonly events: readonly Event[];
}

export interface EndBlockResult {
  readonly events: readonly Event[];
  /** Changes of the validator set, for the block after the next. */
  readonly validatorUpdates: readonly Validator[];
  /** Application version to put into headers; null when the chain is halting. */
  readonly appVersion: bigint | null;
}

export interface CommitResult {
  readonly appHash: Hash;
  /** Blocks below need not be kept; 0 = keep all. */
  readonly retainHeight: Height;
}

/** The chain is about to stop. */
export interface Halt {
  /** Height last committed. */
  readonly height: Height;
  /** Time of the block that met the halt, the one after that height, in nanoseconds since 1970. */
  readonly time: bigint;
  readonly epoch: Epoch;
  /** Why; null at the halt epoch, which one more block belongs to. */
  readonly error: unknown;
}
