export {MerkleError, type MerkleErrorCode} from "./merkleError.ts";
export {hashSize, sha256} from "./merkleHash.ts";
export {merkleRoot} from "./merkleRoot.ts";
export {checkProof, makeProofs, Proof, verifyProof} from "./proof.ts";
