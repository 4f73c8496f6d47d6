import {type Epoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {beaconBackends} from "../beacon/index.ts";
import {BeaconState} from "../beacon/state.ts";
import {type Context, HaltError} from "../context/index.ts";
import type {Runtime} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {StakeAccumulatorCache} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import {StateError} from "../storedValue/index.ts";
import {type Candidate, candidateOf, type ElectionStake} from "./election/candidate.ts";
import {SchedulerState} from "./state.ts";
import type {SchedulerParameters} from "./types/index.ts";

/** What all elections of a block start from, as the state has it before the first of them. */
export interface ElectionInput {
  readonly epoch: Epoch;
  readonly beacon: Uint8Array;
  readonly parameters: SchedulerParameters;
  /** Runtimes that are not suspended, in the order of their keys. */
  readonly runtimes: readonly Runtime[];
  /** Nodes that are neither frozen nor expired, in the order of their keys. */
  readonly nodes: readonly Candidate[];
  /** Those of them that may serve in committees. */
  readonly committeeNodes: readonly Candidate[];
  /** Null when stake does not count. */
  readonly stake: ElectionStake | null;
}

/** Collects what elections depend on (consensus-paratime §2.2). Throws `HaltError` when there is no beacon. */
export function electionInput({tree}: Context, epoch: Epoch): ElectionInput {
  const beaconState = new BeaconState(tree);
  const beacon = beaconState.beacon();
  if (beacon === null) throw new HaltError("block", "scheduler: random beacon not available");
  const registry = new RegistryState(tree);
  const parameters = new SchedulerState(tree).parameters();
  return {
    epoch,
    beacon,
    parameters,
    runtimes: registry.runtimes(),
    ...electableNodes(registry, epoch, beaconState.parameters().backend === beaconBackends.pvss),
    stake: parameters.debugBypassStake ? null : cachedStake(new StakingState(tree)),
  };
}

/** With the PVSS backend a new node waits, so that nobody can register for an outcome that is already foreseeable. */
function electableNodes(
  registry: RegistryState,
  epoch: Epoch,
  newNodesWait: boolean,
): Pick<ElectionInput, "nodes" | "committeeNodes"> {
  const nodes: Candidate[] = [];
  const committeeNodes: Candidate[] = [];
  for (const node of registry.nodes()) {
    const status = registry.nodeStatus(node.id);
    if (status === null) {
      throw new HaltError("block", "scheduler: node without status", {details: {node: node.id}});
    }
    if (status.freezeEndTime > 0n || node.expiration < epoch) continue;
    const candidate = candidateOf(node);
    nodes.push(candidate);
    const {electionEligibleAfter} = status;
    const mayServe = electionEligibleAfter !== invalidEpoch && epoch > electionEligibleAfter;
    if (!newNodesWait || mayServe) committeeNodes.push(candidate);
  }
  return {nodes, committeeNodes};
}

/** Stake by the accounts as they are when they are first asked for; nothing changes them before rewards are paid. */
function cachedStake(state: StakingState): ElectionStake {
  const cache = new StakeAccumulatorCache(state);
  return {
    balance: (address) => cache.escrowBalance(address),
    coversClaims: (address) => {
      try {
        cache.checkStakeClaims(address);
        return true;
      } catch (error) {
        if (error instanceof StateError) throw error;
        return false;
      }
    },
  };
}
