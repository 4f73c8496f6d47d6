import {describe, expect, test} from "vitest";
import {thresholdKinds} from "../../src/stake/index.ts";
import {StakeAccumulatorCache, StakeThreshold} from "../../src/staking/index.ts";
import {resultOf} from "../resultOf.ts";
import {alice, bob, commonPool, escrow, type World, world} from "./world.ts";

const entity = StakeThreshold.make({global: thresholdKinds.entity});
const unset = StakeThreshold.make({global: thresholdKinds.nodeStorage});
const five = StakeThreshold.make({constant: 5n});

/** Alice has 20 base units in escrow; an entity needs 10. */
function staked(): World & {cache: StakeAccumulatorCache} {
  const made = world({parameters: {thresholds: new Map([[thresholdKinds.entity, 10n]])}});
  escrow(made.state, alice, 20n);
  made.tree.written.length = 0;
  return {...made, cache: new StakeAccumulatorCache(made.state)};
}

describe("stake claims", () => {
  test("stand up to the active stake, a missing threshold counting as zero", () => {
    const {cache} = staked();
    cache.addStakeClaim(alice, "entity", [entity, unset]);
    cache.addStakeClaim(alice, "node", [five, five]);
    expect(resultOf(() => cache.addStakeClaim(alice, "other", [StakeThreshold.make({constant: 1n})]))).toBe(
      "staking/4",
    );
    cache.addStakeClaim(alice, "nothing", null);
    cache.checkStakeClaims(alice);
  });

  test("are replaced by claims of the same name", () => {
    const {cache} = staked();
    cache.addStakeClaim(alice, "entity", [entity, entity]);
    cache.addStakeClaim(alice, "entity", [entity]);
    cache.addStakeClaim(alice, "node", [entity]);
  });

  test("are no longer covered when stake is lost", () => {
    const {cache, state} = staked();
    cache.addStakeClaim(alice, "entity", [entity, five]);
    cache.commit();
    escrow(state, alice, 14n);
    expect(resultOf(() => new StakeAccumulatorCache(state).checkStakeClaims(alice))).toBe("staking/4");
  });

  test("can be removed once", () => {
    const {cache} = staked();
    cache.addStakeClaim(alice, "entity", [entity]);
    cache.removeStakeClaim(alice, "entity");
    expect(resultOf(() => cache.removeStakeClaim(alice, "entity"))).toBe("unknown/1");
  });

  test("must be for a threshold of some kind", () => {
    const {cache} = staked();
    expect(resultOf(() => cache.addStakeClaim(alice, "empty", [StakeThreshold.zero()]))).toBe("unknown/1");
  });
});

describe("the accounts they are on", () => {
  test("are stored together, also those that were only read", () => {
    const {cache, state, tree} = staked();
    cache.addStakeClaim(alice, "entity", [entity]);
    expect(cache.escrowBalance(bob)).toBe(0n);
    expect(tree.written).toEqual([]);
    cache.commit();
    expect(tree.written.sort()).toEqual(["50 alice", "50 bob"]);
    expect(state.account(alice).escrow.stakeAccumulator.claims).toEqual(new Map([["entity", [entity]]]));
  });

  test("are forgotten when the changes are discarded", () => {
    const {cache, tree} = staked();
    cache.addStakeClaim(alice, "entity", [entity]);
    cache.discard();
    cache.commit();
    expect(tree.written).toEqual([]);
    cache.addStakeClaim(alice, "other", [entity, entity]);
  });

  test("are not those of the protocol", () => {
    const {cache} = staked();
    expect(resultOf(() => cache.escrowBalance(commonPool))).toBe("unknown/1");
  });
});
