import {TypedError} from "@oasis-node/primitives/errors";

/** invalidProof: it cannot be one. wrongLeaf, wrongRoot: it is not of this leaf, or not of this tree. */
export type MerkleErrorCode = "invalidProof" | "wrongLeaf" | "wrongRoot";

/** A proof does not show what it should. */
export class MerkleError extends TypedError<MerkleErrorCode> {}
