import type {Hash} from "@oasis-node/primitives/hash";
import type {Signature} from "@oasis-node/primitives/signature";

/** A batch that the transaction scheduler has proposed. */
export interface ProposedInputs {
  /** Root of the I/O tree with nothing but the inputs. */
  readonly ioRoot: Hash;
  /** The scheduler's signature of the proposal. */
  readonly schedulerSignature: Signature;
  /** Receipts of storage nodes for the root. */
  readonly storageSignatures: readonly Signature[];
  /** Null until they are fetched from storage, when the batch is processed. */
  readonly inputs: readonly Uint8Array[] | null;
}
