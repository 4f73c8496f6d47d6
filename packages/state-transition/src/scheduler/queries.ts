import {equal} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Committee, CommitteeKind} from "../committee/index.ts";
import {registryErrors} from "../registry/index.ts";
import type {RegistryState} from "../registry/state.ts";
import {nullWhenEmpty} from "../storedValue/index.ts";
import type {SchedulerState} from "./state.ts";
import type {Validator} from "./types/index.ts";

/**
 * What clients ask of the scheduler that is not the state as it stands (`scheduler/api.Backend`). Lists of committees without
 * entries are null, as on the wire; that of validators is not.
 */
export const schedulerQueries = {
  /**
   * The validators by their nodes, in the order of their consensus keys; the reference's order is by chance.
   * Throws (registry, 10) for one without a node.
   */
  validators: (state: SchedulerState, registry: RegistryState): Validator[] =>
    [...(state.currentValidators() ?? [])].map(([consensusKey, votingPower]) => {
      const node = registry.nodeBySubkey(consensusKey);
      if (node === null) throw registryErrors.noSuchNode({details: {consensusKey}});
      return {id: node.id, votingPower};
    }),

  /** Committees of a runtime, by kind. */
  committees: (state: SchedulerState, runtimeId: Namespace): Committee[] | null =>
    nullWhenEmpty(state.committees().filter((committee) => equal(committee.runtimeId, runtimeId))),

  /** Committees of some kinds, in the order of the kinds, then by the hash of the runtime's ID. */
  committeesOfKinds: (state: SchedulerState, kinds: readonly CommitteeKind[]): Committee[] | null => {
    const committees = state.committees();
    return nullWhenEmpty(kinds.flatMap((kind) => committees.filter((committee) => committee.kind === kind)));
  },
} as const;
