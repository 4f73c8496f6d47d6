import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {testSigner} from "@oasis-node/primitives/signers";
import {BeaconParameters, PvssState, pvssRoundStates} from "@oasis-node/state-transition/beacon";
import {registryErrors} from "@oasis-node/state-transition/registry";
import {expect, test} from "vitest";
import {type BeaconChain, RoundWatch} from "../../src/beacon/roundWatch.ts";

const {signal} = new AbortController();
const {commit, reveal, complete} = pvssRoundStates;

function round(state: number): PvssState {
  return PvssState.make({
    epoch: asEpoch(1n),
    state,
    participants: [testSigner("watched").publicKey],
    commitDeadline: asHeight(10n),
    revealDeadline: asHeight(20n),
    transitionHeight: asHeight(30n),
  });
}

/** A chain whose round is whatever the test says. */
function scripted() {
  const now: {state: PvssState | null; isDown: boolean; asked: number} = {
    state: null,
    isDown: false,
    asked: 0,
  };
  const chain: BeaconChain = {
    beacon: {
      consensusParameters: async () => BeaconParameters.zero(),
      getPVSSState: async () => {
        now.asked++;
        return now.state;
      },
    },
    registry: {
      getNode: async () => {
        if (now.isDown) throw new RangeError("down");
        throw registryErrors.noSuchNode();
      },
    },
    consensus: {
      watchBlocks: async function* () {
        yield* [];
      },
    },
  };
  return {now, chain};
}

test("a round is seen once in each of its states, and looked at only when it can change", async () => {
  const {now, chain} = scripted();
  const watch = new RoundWatch(chain, false);
  expect(await watch.change(signal)).toBe("none");
  expect(await watch.change(signal)).toBeNull();
  for (const [state, deadline] of [
    [commit, 10n],
    [reveal, 20n],
    [complete, 30n],
  ] as const) {
    now.state = round(state);
    expect(await watch.change(signal)).toMatchObject({state: {state}});
    expect(await watch.change(signal)).toBeNull();
    expect([watch.isDue(asHeight(deadline - 1n)), watch.isDue(asHeight(deadline))]).toEqual([false, true]);
  }
  now.state = null;
  expect(await watch.change(signal)).toBe("none");
  expect(watch.isDue(asHeight(1n))).toBe(true);
});

test("with the mock backend a round can change in any block", async () => {
  const {now, chain} = scripted();
  const watch = new RoundWatch(chain, true);
  now.state = round(commit);
  await watch.change(signal);
  expect(watch.isDue(asHeight(2n))).toBe(true);
});

test("participants that are not registered have no point; a registry that does not answer is asked again", async () => {
  const {now, chain} = scripted();
  const watch = new RoundWatch(chain, false);
  now.state = round(commit);
  now.isDown = true;
  await expect(watch.change(signal)).rejects.toThrow("down");
  now.isDown = false;
  expect(await watch.change(signal)).toMatchObject({points: [null]});
});
