import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {describe, test} from "vitest";
import {
  BeaconParameters,
  beaconBackends,
  EpochTimeState,
  PvssState,
  pvssRoundStates,
} from "../../src/beacon/index.ts";
import {expectEncoding, key} from "../support.ts";

describe("encodings recorded from the reference (consensus-paratime appendix B)", () => {
  test("epoch state", () => {
    expectEncoding(
      EpochTimeState,
      {epoch: asEpoch(3n), height: asHeight(60n)},
      "a26565706f63680366686569676874183c",
    );
  });

  test("parameters of the insecure backend", () => {
    expectEncoding(
      BeaconParameters,
      BeaconParameters.make({backend: beaconBackends.insecure, insecureParameters: {interval: 86_400n}}),
      "a2676261636b656e6468696e73656375726573696e7365637572655f706172616d6574657273a168696e74657276616c1a00015180",
    );
  });

  test("parameters of the PVSS backend", () => {
    const pvssParameters = {
      participants: 20,
      threshold: 10,
      commitInterval: 400n,
      revealInterval: 196n,
      transitionDelay: 4n,
      debugForcedParticipants: null,
    };
    expectEncoding(
      BeaconParameters,
      BeaconParameters.make({backend: beaconBackends.pvss, pvssParameters}),
      "a2676261636b656e6464707673736f707673735f706172616d6574657273a5697468726573686f6c640a6c7061727469636970616e7473146f636f6d6d69745f696e74657276616c1901906f72657665616c5f696e74657276616c18c4707472616e736974696f6e5f64656c617904",
    );
  });

  test("PVSS round state", () => {
    expectEncoding(
      PvssState,
      PvssState.make({
        height: asHeight(5n),
        epoch: asEpoch(1n),
        state: pvssRoundStates.commit,
        participants: [key(1)],
        commitDeadline: asHeight(10n),
        revealDeadline: asHeight(20n),
        transitionHeight: asHeight(25n),
        runtimeDisableHeight: asHeight(25n),
      }),
      "a86565706f6368016573746174650166686569676874056c7061727469636970616e747381582001000000000000000000000000000000000000000000000000000000000000006f636f6d6d69745f646561646c696e650a6f72657665616c5f646561646c696e6514717472616e736974696f6e5f68656967687418197672756e74696d655f64697361626c655f6865696768741819",
    );
  });
});
