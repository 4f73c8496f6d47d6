import type {Scalar} from "@oasis-node/primitives/pvss";
import type {Signer} from "@oasis-node/primitives/signature";

/** Keys that a node uses for TLS. */
export interface TlsKeys {
  readonly current: Signer;
  /** The key of after the next rotation, announced in advance; null where keys are never rotated. */
  readonly next: Signer | null;
}

/** The keys of a node, wherever they are kept (cli-config-grpc §2.1). */
export interface NodeIdentity {
  readonly nodeSigner: Signer;
  readonly p2pSigner: Signer;
  readonly consensusSigner: Signer;
  /** Private scalar with which the node takes part in the PVSS beacon. */
  readonly beaconScalar: Scalar;
  /** The keys as they are now. */
  tlsKeys(): TlsKeys;
  /** False for a node whose TLS key was made once and for all by `identity init`. */
  readonly canRotateTls: boolean;
  /** Makes the next key the current one and a new key the next. The outcome is durable when it resolves. */
  rotateTls(): Promise<TlsKeys>;
}
