import {Root} from "@oasis-node/mkvs/node";
import {bool, list, struct, text, time, u8, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch, Height} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Version} from "@oasis-node/primitives/version";

/** What the engine can do, bits of a mask. */
export const consensusFeatures = {services: 1, fullNode: 2} as const;

/** State of the consensus layer in `control status` (cli-config-grpc §4). */
export const ConsensusStatus = struct("consensus.Status", {
  version: Version,
  backend: text,
  mode: text,
  features: u8,
  nodePeers: list(text),
  latestHeight: Height,
  latestHash: Hash,
  latestTime: time,
  latestEpoch: Epoch,
  latestStateRoot: Root,
  genesisHeight: Height,
  genesisHash: Hash,
  lastRetainedHeight: Height,
  lastRetainedHash: Hash,
  chainContext: text,
  isValidator: bool,
});
export type ConsensusStatus = ValueOf<typeof ConsensusStatus>;
