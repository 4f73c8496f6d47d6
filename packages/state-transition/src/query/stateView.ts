import type {Tree} from "@oasis-node/mkvs/tree";
import type {Height} from "@oasis-node/primitives/epoch";
import {applicationKeys} from "../application/index.ts";
import {BeaconState} from "../beacon/state.ts";
import {ConsensusParameters} from "../consensus/index.ts";
import {GovernanceState} from "../governance/state.ts";
import {KeymanagerState} from "../keymanager/state.ts";
import {RegistryState} from "../registry/state.ts";
import {RoothashState} from "../roothash/state.ts";
import {SchedulerState} from "../scheduler/state.ts";
import {StakingState} from "../staking/state.ts";
import {readRequired} from "../storedValue/index.ts";

/** The committed state of one height, application by application: for the queries of each and for what it exports. */
export interface StateView {
  /** Never 0, nor one to come. */
  readonly height: Height;
  /** A copy of its own: what is written to it gets lost. */
  readonly tree: Tree;
  readonly consensusParameters: () => ConsensusParameters;
  readonly beacon: BeaconState;
  readonly governance: GovernanceState;
  readonly keymanager: KeymanagerState;
  readonly registry: RegistryState;
  readonly roothash: RoothashState;
  readonly scheduler: SchedulerState;
  readonly staking: StakingState;
}

export function stateView(height: Height, tree: Tree): StateView {
  return {
    height,
    tree,
    consensusParameters: () =>
      readRequired(tree, applicationKeys.consensusParameters.encode(), ConsensusParameters),
    beacon: new BeaconState(tree),
    governance: new GovernanceState(tree),
    keymanager: new KeymanagerState(tree),
    registry: new RegistryState(tree),
    roothash: new RoothashState(tree),
    scheduler: new SchedulerState(tree),
    staking: new StakingState(tree),
  };
}
