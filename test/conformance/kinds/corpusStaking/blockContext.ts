import {rootTypes} from "@oasis-node/mkvs/node";
import {Tree} from "@oasis-node/mkvs/tree";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {SignatureVerifier} from "@oasis-node/primitives/signature";
import {ConsensusParameters} from "@oasis-node/state-transition/consensus";
import {type Chain, Context, freeGas} from "@oasis-node/state-transition/context";

const epoch = asEpoch(0n);

/** A chain that stays at its first height and epoch. */
function standingChain(): Chain {
  const height = asHeight(1n);
  return {
    chainContext: "",
    initialHeight: height,
    baseEpoch: epoch,
    blockHeight: height,
    consensusParameters: ConsensusParameters.zero(),
    currentEpoch: () => epoch,
    epochChanged: () => ({changed: false, epoch}),
    epochAt: () => epoch,
    verifier: new SignatureVerifier(),
    node: {minGasPrice: 0n, ownKey: null, debugAllowed: false, skipAttestation: false},
  };
}

/** Context of the end of a block over an empty state. */
export function blockContext(): Context {
  return new Context({
    mode: "endBlock",
    tree: Tree.create({rootType: rootTypes.state}),
    chain: standingChain(),
    now: 0n,
    block: {
      gas: freeGas,
      proposerAddress: new Uint8Array(20),
      fees: 0n,
      proposerEntity: null,
      beaconFlags: new Set(),
    },
  });
}
