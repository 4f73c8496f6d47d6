import {bytes, tuple, u32, type ValueOf} from "@oasis-node/primitives/cbor";
import {asHash, type Hash} from "@oasis-node/primitives/hash";
import {keyBytes, keyFormat, keyHash, keyU8} from "@oasis-node/primitives/keyFormat";

/** Keys of the I/O tree (runtime-workers §4.5.3). */
export const ioKeys = Object.freeze({
  /** `T` ‖ transaction hash ‖ kind: what belongs to a transaction. */
  artifact: keyFormat("T", keyHash, keyU8),
  /** `E` ‖ tag key ‖ transaction hash: a tag; the value is raw. */
  tag: keyFormat("E", keyBytes, keyHash),
});

/** Kinds of transaction artifact. */
export const artifactKinds = {input: 1, output: 2} as const;

/** What goes into a transaction, and where it stands in its batch. */
export const InputArtifacts = tuple("transaction.inputArtifacts", {input: bytes, batchOrder: u32});
export type InputArtifacts = ValueOf<typeof InputArtifacts>;

/** What came of a transaction. */
export const OutputArtifacts = tuple("transaction.outputArtifacts", {output: bytes});
export type OutputArtifacts = ValueOf<typeof OutputArtifacts>;

/** Stands for the transaction of tags that belong to the whole block. */
export const blockTagHash: Hash = asHash(new Uint8Array(32));

/** A tag by which clients find transactions. */
export interface IoTag {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly txHash: Hash;
}

/** A transaction of a round; the output is null before it has been executed. */
export interface IoTransaction {
  readonly input: Uint8Array;
  readonly output: Uint8Array | null;
  /** Place in the batch, from 0. */
  readonly batchOrder: number;
}
