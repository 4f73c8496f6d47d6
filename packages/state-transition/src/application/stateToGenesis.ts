import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import type {Height} from "@oasis-node/primitives/epoch";
import {exportBeacon} from "../beacon/index.ts";
import {BeaconState} from "../beacon/state.ts";
import type {Document} from "../genesis/index.ts";
import {exportGovernance} from "../governance/index.ts";
import {GovernanceState} from "../governance/state.ts";
import {exportKeymanager} from "../keymanager/index.ts";
import {KeymanagerState} from "../keymanager/state.ts";
import {exportRegistry} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {exportRoothash, type MessageResultsAt} from "../roothash/index.ts";
import {RoothashState} from "../roothash/state.ts";
import {exportScheduler} from "../scheduler/index.ts";
import {SchedulerState} from "../scheduler/state.ts";
import {exportStaking} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";

export interface ExportOptions {
  /** The document the chain was started with. */
  readonly genesis: Document;
  readonly height: Height;
  /** Time of the header of that height, nanoseconds since 1970. */
  readonly time: bigint;
  /** History that is not in the state. */
  readonly messageResults: MessageResultsAt;
}

/** The genesis document of a chain that goes on from the state of a height (consensus-core §8.2). */
export function stateToGenesis(
  tree: KeyValueTree,
  {genesis, height, time, messageResults}: ExportOptions,
): Document {
  const {chainId, haltEpoch, consensus, staking} = genesis;
  return {
    height,
    time,
    chainId,
    registry: exportRegistry(new RegistryState(tree)),
    roothash: exportRoothash(new RoothashState(tree), messageResults),
    staking: exportStaking(new StakingState(tree), staking),
    keymanager: exportKeymanager(new KeymanagerState(tree)),
    scheduler: exportScheduler(new SchedulerState(tree)),
    beacon: exportBeacon(new BeaconState(tree)),
    governance: exportGovernance(new GovernanceState(tree)),
    consensus,
    haltEpoch,
    extraData: null,
  };
}
