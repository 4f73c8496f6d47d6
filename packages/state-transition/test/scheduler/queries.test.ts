import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import {RegistryState} from "../../src/registry/state.ts";
import {type Committee, committeeKinds, schedulerQueries} from "../../src/scheduler/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {resultOf} from "../resultOf.ts";
import {key, runtimeId} from "../support.ts";
import {members, world} from "./world.ts";

const otherRuntime = asNamespace(Uint8Array.from(runtimeId).fill(0xee, 31));

function committee(kind: Committee["kind"], of = runtimeId): Committee {
  return {kind, members: null, runtimeId: of, validFor: asEpoch(2n)};
}

describe("scheduler queries", () => {
  const tree = world();
  const [state, registry] = [new SchedulerState(tree), new RegistryState(tree)];

  test("name validators by their nodes", () => {
    expect(schedulerQueries.validators(state, registry)).toEqual([]);
    const [first, second] = members;
    if (first === undefined || second === undefined) throw new TypeError("two members are needed");
    state.setCurrentValidators(
      new BytesMap([[second.consensus, 3n] as const, [first.consensus, 5n] as const]),
    );
    const validators = schedulerQueries.validators(state, registry);
    expect(new Set(validators)).toEqual(
      new Set([
        {id: first.id, votingPower: 5n},
        {id: second.id, votingPower: 3n},
      ]),
    );
  });

  test("fail for a validator without a node", () => {
    const lonely = new SchedulerState(tree);
    lonely.setCurrentValidators(new BytesMap([[key(0x77), 1n] as const]));
    expect(resultOf(() => schedulerQueries.validators(lonely, registry))).toBe("registry/10");
  });

  test("give committees by runtime and by kind, null for none", () => {
    const {executor, storage} = committeeKinds;
    expect(schedulerQueries.committees(state, runtimeId)).toBeNull();
    const all = [committee(executor), committee(storage), committee(storage, otherRuntime)] as const;
    for (const one of all) state.setCommittee(one);
    expect(schedulerQueries.committees(state, runtimeId)).toEqual([all[0], all[1]]);
    expect(schedulerQueries.committees(state, otherRuntime)).toEqual([all[2]]);
    expect(schedulerQueries.committeesOfKinds(state, [executor])).toEqual([all[0]]);
    expect(schedulerQueries.committeesOfKinds(state, [storage, executor])?.at(-1)).toEqual(all[0]);
    expect(schedulerQueries.committeesOfKinds(state, [])).toBeNull();
  });
});
