import {GetPrefixesRequest, GetRequest, IterateRequest, ProofResponse} from "@oasis-node/mkvs/syncer";
import {bytes, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {ConsensusParameters, SignedTransaction} from "@oasis-node/state-transition/consensus";
import {defineService, unary} from "../service/index.ts";

/** Header, signatures and validators of a height; `meta` is protobuf of Tendermint's `LightBlock`. */
export const LightBlock = struct("consensus.LightBlock", {height: Height, meta: bytes});
export type LightBlock = ValueOf<typeof LightBlock>;

/** Parameters at a height; `meta` is protobuf of Tendermint's `ConsensusParams`. */
export const Parameters = struct("consensus.Parameters", {
  height: Height,
  parameters: ConsensusParameters,
  meta: bytes,
});
export type Parameters = ValueOf<typeof Parameters>;

/** Misbehaviour of a validator; `meta` is protobuf of Tendermint's `Evidence`. */
export const ConsensusEvidence = struct("consensus.Evidence", {meta: bytes});
export type ConsensusEvidence = ValueOf<typeof ConsensusEvidence>;

/** What light clients need of a full node (cli-config-grpc §5.3). */
export const consensusLightService = defineService("ConsensusLight", {
  getLightBlock: unary(Height, LightBlock),
  getParameters: unary(Height, Parameters),
  stateSyncGet: unary(GetRequest, ProofResponse),
  stateSyncGetPrefixes: unary(GetPrefixesRequest, ProofResponse),
  stateSyncIterate: unary(IterateRequest, ProofResponse),
  /** Returns when the transaction waits for a block. */
  submitTxNoWait: unary(SignedTransaction.envelope, null),
  submitEvidence: unary(ConsensusEvidence, null),
});
