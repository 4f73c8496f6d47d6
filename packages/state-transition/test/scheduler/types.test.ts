import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {encode, toJson} from "@oasis-node/primitives/cbor";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {
  Committee,
  CommitteeNode,
  committeeKinds,
  committeeRoles,
  SchedulerParameters,
  ValidatorPowers,
} from "../../src/scheduler/index.ts";
import {expectEncoding, key, runtimeId} from "../support.ts";

describe("encodings recorded from the reference (consensus-paratime appendix B)", () => {
  test("committee", () => {
    expectEncoding(
      Committee,
      {
        kind: committeeKinds.executor,
        members: [
          {role: committeeRoles.worker, publicKey: key(1)},
          {role: committeeRoles.backupWorker, publicKey: key(2)},
        ],
        runtimeId,
        validFor: asEpoch(7n),
      },
      "a4646b696e6401676d656d6265727382a264726f6c65016a7075626c69635f6b657958200100000000000000000000000000000000000000000000000000000000000000a264726f6c65026a7075626c69635f6b6579582002000000000000000000000000000000000000000000000000000000000000006976616c69645f666f72076a72756e74696d655f696458208000000000000000000000000000000000000000000000000000000000000000",
    );
  });

  test("validators", () => {
    const powers = new BytesMap([
      [key(2), 1n],
      [key(1), 100n],
    ]);
    expect(toHex(encode(ValidatorPowers, powers))).toBe(`a25820${toHex(key(1))}18645820${toHex(key(2))}01`);
  });

  test("parameters", () => {
    expectEncoding(
      SchedulerParameters,
      SchedulerParameters.make({minValidators: 1n, maxValidators: 100n, maxValidatorsPerEntity: 1n}),
      "a46e6d61785f76616c696461746f727318646e6d696e5f76616c696461746f72730178196d61785f76616c696461746f72735f7065725f656e746974790178207265776172645f666163746f725f65706f63685f656c656374696f6e5f616e7940",
    );
  });
});

test("a role is a name in JSON", () => {
  const json = toJson(CommitteeNode, {role: committeeRoles.backupWorker, publicKey: key(1)});
  expect(json).toMatchObject({role: "backup-worker"});
});
