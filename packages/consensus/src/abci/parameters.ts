import {duration, int64, message, optional, repeatedBytes, uint64} from "../protobuf/index.ts";

const BlockParameters = message("abci.BlockParams", {maxBytes: int64(1), maxGas: int64(2)});

const EvidenceParameters = message("types.EvidenceParams", {
  maxAgeNumBlocks: int64(1),
  /** Nanoseconds. */
  maxAgeDuration: duration(2),
  maxBytes: int64(3),
});

const ValidatorParameters = message("types.ValidatorParams", {
  /** ASCII. */
  pubKeyTypes: repeatedBytes(1),
});

const VersionParameters = message("types.VersionParams", {appVersion: uint64(1)});

/** Parameters of the engine as ABCI carries them; what is missing stays as it was. */
export const AbciParameters = message("abci.ConsensusParams", {
  block: optional(1, BlockParameters),
  evidence: optional(2, EvidenceParameters),
  validator: optional(3, ValidatorParameters),
  version: optional(4, VersionParameters),
});
