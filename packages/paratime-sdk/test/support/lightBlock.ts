import {encode} from "@oasis-node/consensus/protobuf";
import {Header, LightBlock, ValidatorSet} from "@oasis-node/consensus/tendermint";
import {emptyHash, type Hash} from "@oasis-node/primitives/hash";

/** A light block of height 2 about a consensus state, without signatures. */
export function lightBlock(appHash: Hash = emptyHash): Uint8Array {
  const header = {...Header.zero(), height: 2n, appHash};
  return encode(LightBlock, {signedHeader: {header, commit: null}, validatorSet: ValidatorSet.zero()});
}
