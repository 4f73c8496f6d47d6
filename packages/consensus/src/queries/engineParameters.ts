import {utf8} from "@oasis-node/primitives/bytes";
import type {TendermintParameters} from "@oasis-node/state-transition/genesis";
import {duration, embedded, encode, int64, message, repeatedBytes, uint64} from "../protobuf/index.ts";

/** Parameters of the engine as it keeps them itself; ABCI has another form of them. */
const ConsensusParams = message("types.ConsensusParams", {
  block: embedded(
    1,
    message("types.BlockParams", {maxBytes: int64(1), maxGas: int64(2), timeIotaMs: int64(3)}),
  ),
  evidence: embedded(
    2,
    message("types.EvidenceParams", {
      maxAgeNumBlocks: int64(1),
      maxAgeDuration: duration(2),
      maxBytes: int64(3),
    }),
  ),
  validator: embedded(3, message("types.ValidatorParams", {pubKeyTypes: repeatedBytes(1)})),
  version: embedded(4, message("types.VersionParams", {appVersion: uint64(1)})),
});

/** Protobuf of Tendermint's `ConsensusParams`. */
export function engineParametersBytes({validator, ...parameters}: TendermintParameters): Uint8Array {
  return encode(ConsensusParams, {
    ...parameters,
    validator: {pubKeyTypes: validator.pubKeyTypes.map(utf8)},
  });
}
