import {
  bool,
  duration,
  field,
  list,
  omitEmpty,
  struct,
  text,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Gas} from "@oasis-node/primitives/epoch";
import {PublicKey} from "@oasis-node/primitives/signature";
import {Costs} from "./gas.ts";

/** Parameters of the consensus layer itself; sizes in bytes, intervals of checkpoints in blocks (consensus-core §3.1). */
export const ConsensusParameters = struct("consensus.Parameters", {
  timeoutCommit: duration,
  skipTimeoutCommit: bool,
  emptyBlockInterval: duration,
  maxTxSize: u64,
  maxBlockSize: u64,
  maxBlockGas: Gas,
  maxEvidenceSize: u64,
  stateCheckpointInterval: u64,
  stateCheckpointNumKept: omitEmpty(u64),
  stateCheckpointChunkSize: omitEmpty(u64),
  gasCosts: omitEmpty(Costs),
  publicKeyBlacklist: omitEmpty(list(PublicKey)),
});
export type ConsensusParameters = ValueOf<typeof ConsensusParameters>;

/** Consensus part of the genesis document (consensus-core §2.5). */
export const ConsensusGenesis = struct("consensus.Genesis", {
  backend: text,
  parameters: field("params", ConsensusParameters),
});
export type ConsensusGenesis = ValueOf<typeof ConsensusGenesis>;
