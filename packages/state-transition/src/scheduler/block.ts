import {BytesMap, compare} from "@oasis-node/primitives/bytes";
import {attempt} from "../attempt/index.ts";
import type {Context, Validator} from "../context/index.ts";
import {attestationSettings, verifyTee} from "../registry/index.ts";
import {addRewards, stakingAppName, stakingEventKeys} from "../staking/index.ts";
import type {EntitySet} from "./election/candidate.ts";
import {electCommittee, hasCommittee} from "./election/committee.ts";
import type {AttestationCheck} from "./election/suitability.ts";
import {electValidators, requireValidators} from "./election/validators.ts";
import {validatorUpdates} from "./election/validatorUpdates.ts";
import {type ElectionInput, electionInput} from "./electionInput.ts";
import {electedKinds, emitElected} from "./events.ts";
import {SchedulerState} from "./state.ts";

/** Holds elections when the epoch changes, or when somebody has been slashed since the block began (consensus-paratime §2.2). */
export function beginBlock(context: Context): void {
  const {changed, epoch} = context.chain.epochChanged();
  if (!changed && !context.hasEvent(stakingAppName, stakingEventKeys.takeEscrow)) return;
  // At first there is neither randomness nor a useful set of nodes.
  if (epoch === context.chain.baseEpoch) return;
  const input = electionInput(context, epoch);
  const validators = electValidators({...input, candidates: input.nodes});
  requireValidators(validators, input.parameters);
  new SchedulerState(context.tree).setPendingValidators(validators.powers);
  const rewarded: EntitySet = new BytesMap(validators.entities);
  electCommittees(context, input, validators.entities, rewarded);
  emitElected(context);
  if (!changed) return;
  const addresses = [...rewarded.keys()].sort(compare);
  addRewards(context, epoch, input.parameters.rewardFactorEpochElectionAny, addresses);
}

/** Makes the elected validators the current ones, and tells the engine what changes. */
export function endBlock({tree}: Context): readonly Validator[] | undefined {
  const state = new SchedulerState(tree);
  const pending = state.pendingValidators();
  if (pending === null) return undefined;
  const current = state.currentValidators();
  state.clearPendingValidators();
  state.setCurrentValidators(pending);
  return validatorUpdates(current, pending);
}

/** Elects or dissolves the committees of all runtimes, kind by kind; adds who has earned the reward to `rewarded`. */
function electCommittees(
  context: Context,
  input: ElectionInput,
  validatorEntities: EntitySet,
  rewarded: EntitySet,
): void {
  const state = new SchedulerState(context.tree);
  const settings = attestationSettings(context.chain.node, context.now);
  const isAttested: AttestationCheck = (tee, enclaves) =>
    attempt(() => verifyTee(tee, enclaves, settings)).ok;
  const common = {...input, candidates: input.committeeNodes, validatorEntities, isAttested};
  for (const kind of electedKinds) {
    for (const runtime of input.runtimes.filter((one) => hasCommittee(one, kind))) {
      const {committee, entities} = electCommittee({...common, kind, runtime});
      if (committee === null) state.dropCommittee(kind, runtime.id);
      else state.setCommittee(committee);
      for (const entity of entities.keys()) rewarded.set(entity, true);
    }
  }
}
