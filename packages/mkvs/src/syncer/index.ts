export {Proof, proofEntryTag} from "./proof.ts";
export {ProofBuilder} from "./proofBuilder.ts";
export {RemoteTree, RemoteTreeIterator, type RemoteTreeOptions} from "./remoteTree.ts";
export {
  GetPrefixesRequest,
  GetRequest,
  IterateRequest,
  ProofResponse,
  type ReadSyncer,
  TreeId,
} from "./requests.ts";
export {ProofError, SyncerError} from "./syncerError.ts";
export {TreeSyncer} from "./treeSyncer.ts";
export {verifyProof} from "./verifyProof.ts";
