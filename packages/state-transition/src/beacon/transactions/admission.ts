import {equal} from "@oasis-node/primitives/bytes";
import type {PvssInstance} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Context} from "../../context/index.ts";
import {RegistryState} from "../../registry/state.ts";
import {BeaconError} from "../beaconError.ts";
import {beaconAppName} from "../events.ts";
import type {BeaconState} from "../state.ts";
import type {PvssState} from "../types/pvss.ts";

/**
 * Beacon transactions are costly to check and free, so a node takes its own only, and a block one at most, from its
 * proposer (consensus-paratime §1.6.3). That one is used up even when it fails afterwards. Throws `BeaconError`.
 */
export function admitBeaconTransaction(context: Context): void {
  if (context.isSimulation) return;
  if (context.isCheckOnly) {
    if (!isKey(context.signer, context.chain.node.ownKey)) throw new BeaconError("notLocal");
    return;
  }
  const {block} = context;
  const proposer = block && new RegistryState(context.tree).nodeIdByConsensusAddress(block.proposerAddress);
  if (proposer === null) throw new BeaconError("unknownProposer");
  if (!isKey(context.signer, proposer)) throw new BeaconError("notProposer", {proposer});
  if (block?.beaconFlags.has(beaconAppName)) throw new BeaconError("multipleTransactions");
  block?.beaconFlags.add(beaconAppName);
}

/** A round and the place in it of the node that signed a transaction. */
export interface Participation {
  readonly round: PvssState;
  readonly instance: PvssInstance;
  /** Position among the participants. */
  readonly index: bigint;
  readonly nodeId: PublicKey;
}

/** Where the signer takes part. Throws `BeaconError`; none of these refusals is punished. */
export function participationOf(context: Context, state: BeaconState): Participation {
  const round = state.pvssState();
  if (round === null || round.instance === null) throw new BeaconError("noRound");
  const {signer} = context;
  const node = signer && new RegistryState(context.tree).node(signer);
  if (node === null) throw new BeaconError("notNode");
  if (node.beacon === null) throw new BeaconError("noBeaconPoint");
  if (round.badParticipants?.get(node.id) === true) throw new BeaconError("badParticipant");
  const index = (round.participants ?? []).findIndex((id) => equal(id, node.id));
  const point = round.instance.participants?.[index];
  if (index < 0 || point === undefined) throw new BeaconError("notParticipant");
  if (!equal(point, node.beacon.point)) throw new BeaconError("pointChanged");
  return {round, instance: round.instance, index: BigInt(index), nodeId: node.id};
}

function isKey(signer: PublicKey | null, wanted: PublicKey | null): boolean {
  return signer !== null && wanted !== null && equal(signer, wanted);
}
