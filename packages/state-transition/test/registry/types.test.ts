import {toHex} from "@oasis-node/primitives/bytes";
import {encode, fromJson, toJson} from "@oasis-node/primitives/cbor";
import {emptyHash, hashOfValue} from "@oasis-node/primitives/hash";
import {stringifyJson} from "@oasis-node/primitives/json";
import {describe, expect, test} from "vitest";
import {nodeRoles} from "../../src/node/index.ts";
import {
  governanceModels,
  NodeStatus,
  RegistryParameters,
  Runtime,
  registryErrors,
} from "../../src/registry/index.ts";
import {committeeKinds, committeeRoles} from "../../src/scheduler/index.ts";
import {expectEncoding, key} from "../support.ts";
import {runtimeDescriptor} from "./runtimeDescriptor.ts";

describe("encodings recorded from the reference", () => {
  test("node status, all zero (consensus-core §11)", () => {
    expectEncoding(
      NodeStatus,
      NodeStatus.make(),
      "a36f667265657a655f656e645f74696d65007465787069726174696f6e5f70726f636573736564f477656c656374696f6e5f656c696769626c655f616674657200",
    );
  });

  test("parameters (consensus-core §11)", () => {
    expectEncoding(RegistryParameters, RegistryParameters.make(), "a0");
    const models = new Map([
      [governanceModels.entity, true],
      [governanceModels.consensus, false],
    ]);
    expectEncoding(
      RegistryParameters,
      RegistryParameters.make({enableRuntimeGovernanceModels: models}),
      "a17820656e61626c655f72756e74696d655f676f7665726e616e63655f6d6f64656c73a201f503f4",
    );
  });

  test("runtime descriptor (consensus-paratime appendix B)", () => {
    expect(encode(Runtime, runtimeDescriptor)).toHaveLength(635);
    expect(toHex(hashOfValue(Runtime, runtimeDescriptor))).toBe(
      "7066e4303f437df85ffaa352dbf3a09b51ae7742f5f4bbf1342da4ec02d471e4",
    );
  });
});

describe("JSON of a runtime descriptor", () => {
  const descriptor = {
    ...runtimeDescriptor,
    genesis: {
      ...runtimeDescriptor.genesis,
      stateRoot: emptyHash,
      state: [
        {key: new Uint8Array([1]), value: new Uint8Array([2])},
        {key: new Uint8Array([3]), value: null},
      ],
    },
    admissionPolicy: {
      anyNode: null,
      entityWhitelist: {
        entities: new Map([[key(1), {maxNodes: new Map([[nodeRoles.computeWorker, 2]])}]]),
      },
    },
    constraints: new Map([
      [
        committeeKinds.executor,
        new Map([[committeeRoles.backupWorker, {validatorSet: {}, maxNodes: {limit: 1}, minPoolSize: null}]]),
      ],
    ]),
  };

  test("names committees, roles and governance; numbers kinds and hardware; pairs up the write log", () => {
    const {entities} = descriptor.admissionPolicy.entityWhitelist;
    expect(entities.size).toBe(1);
    const text = stringifyJson(
      toJson(Runtime, {...descriptor, admissionPolicy: {anyNode: {}, entityWhitelist: null}}),
    );
    expect(text).toContain('"kind":1,"tee_hardware":0');
    expect(text).toContain('"state":[["AQ==","Ag=="],["Aw==",null]]');
    expect(text).toContain(
      '"constraints":{"executor":{"backup-worker":{"validator_set":{},"max_nodes":{"limit":1}}}}',
    );
    expect(text).toContain('"governance_model":"entity"');
  });

  test("parses back", () => {
    const plain = {...descriptor, admissionPolicy: {anyNode: {}, entityWhitelist: null}};
    const again = fromJson(Runtime, toJson(Runtime, plain));
    expect(encode(Runtime, again)).toEqual(encode(Runtime, plain));
  });
});

test("error numbers and texts are those of the reference", () => {
  const {badEntityForNode} = registryErrors;
  expect([badEntityForNode.module, badEntityForNode.code]).toEqual(["registry", 3]);
});
