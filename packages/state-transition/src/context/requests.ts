import type {Height} from "@oasis-node/primitives/epoch";

/** Vote of a validator on the last block, in the order of the validator set. */
export interface Vote {
  /** Consensus address, 20 bytes. */
  readonly address: Uint8Array;
  readonly power: bigint;
  /** True also for a nil vote: only an absent one counts as unsigned (consensus-core §3.2). */
  readonly signedLastBlock: boolean;
}

/** Misbehaviour that the engine found proved. */
export interface Misbehaviour {
  readonly type: "duplicateVote" | "lightClientAttack" | "unknown";
  readonly address: Uint8Array;
  readonly height: Height;
}

/** What the engine tells at the beginning of a block. */
export interface BeginBlock {
  /** Hash of the block that begins. */
  readonly hash: Uint8Array;
  /** Hash of the commit of the block before, from the header; empty when it is not known. */
  readonly lastCommitHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
  /** Empty in the first block. */
  readonly votes: readonly Vote[];
  readonly misbehaviours: readonly Misbehaviour[];
}

/** Validator as the engine keeps it. */
export interface Validator {
  /** Ed25519 key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 0 removes the validator. */
  readonly power: bigint;
}
