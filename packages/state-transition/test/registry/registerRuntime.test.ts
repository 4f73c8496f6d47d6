import type {Tree} from "@oasis-node/mkvs/tree";
import {type Address, runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asRound} from "@oasis-node/primitives/epoch";
import {asHash} from "@oasis-node/primitives/hash";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {asMrEnclave, asMrSigner} from "@oasis-node/primitives/sgx";
import {describe, expect, test} from "vitest";
import {teeHardware} from "../../src/node/index.ts";
import {
  executeRegistryMessage,
  governanceModels,
  type RegistryParameters,
  Runtime,
  registryErrors,
  runtimeClaim,
  runtimeKinds,
  SgxConstraints,
} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {registerRuntime} from "../../src/registry/transactions/registerRuntime.ts";
import {contextFor, dump, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {claimsOf, noting, publicKey, runtime, setEscrow, silent, world} from "./world.ts";

const owner = stakingAddress(publicKey("owner"));
const self = runtimeAddress(runtime.id);
const {compute, keyManager} = runtimeKinds;
const {intelSgx} = teeHardware;
const managerId = asNamespace(Uint8Array.from({length: 32}, (_, i) => (i === 0 ? 0xc0 : 0)));
const realId = asNamespace(Uint8Array.from({length: 32}, (_, i) => (i === 31 ? 1 : 0)));
const stateRoot = asHash(new Uint8Array(32).fill(5));
const enclave = {mrEnclave: asMrEnclave(new Uint8Array(32)), mrSigner: asMrSigner(new Uint8Array(32))};
const tee = encode(SgxConstraints, {enclaves: [enclave]});
const manager: Runtime = {...runtime, id: managerId, kind: keyManager};

function contextAs(tree: Tree, caller: Address, mode: "deliverTx" | "checkTx" = "deliverTx") {
  const context = contextFor({tree, mode});
  context.caller = caller;
  return context;
}

function whitelist(id = publicKey("owner"), role = 1): Runtime["admissionPolicy"] {
  const entities = new BytesMap([[id, {maxNodes: new Map([[role, 1]])}] as const]);
  return {anyNode: null, entityWhitelist: {entities}};
}

describe("registering a runtime refuses", () => {
  const versions = {...runtime.versions, tee};
  const cases: readonly [string, string, Partial<Runtime>, Partial<RegistryParameters>?][] = [
    ["any", "registry/16", {v: 1}, {disableRuntimeRegistration: true}],
    ["what no network accepts", "registry/1", {v: 1}],
    ["a test runtime on a real network", "registry/1", {}, {debugAllowTestRuntimes: false}],
    ["a state that nobody vouches for", "unknown/1", {genesis: {...runtime.genesis, stateRoot}}],
    ["any model of governance", "registry/16", {}, {enableRuntimeGovernanceModels: null}],
    [
      "a model of governance that is off",
      "registry/16",
      {},
      {enableRuntimeGovernanceModels: new Map([[2, true]])},
    ],
    ["an unknown TEE", "registry/1", {teeHardware: 2}],
    [
      "malformed enclaves",
      "registry/1",
      {teeHardware: intelSgx, versions: {...versions, tee: new Uint8Array([1])}},
    ],
    ["missing enclaves", "registry/5", {teeHardware: intelSgx}],
    ["no admission policy", "registry/1", {admissionPolicy: {anyNode: null, entityWhitelist: null}}],
    ["two admission policies", "registry/1", {admissionPolicy: {...whitelist(), anyNode: {}}}],
    [
      "several roles as one in a whitelist",
      "registry/1",
      {admissionPolicy: whitelist(publicKey("owner"), 3)},
    ],
    [
      "a key manager that governs itself",
      "registry/1",
      {...manager, governanceModel: governanceModels.runtime},
    ],
    ["a key manager", "registry/16", manager, {disableKmRuntimeRegistration: true}],
    ["a missing key manager", "registry/11", {keyManager: realId}],
  ];

  test.each(cases)("%s", (_, result, change, parameters = {}) => {
    const tree = world(parameters);
    const before = dump(tree);
    for (const mode of ["checkTx", "deliverTx"] as const) {
      const context = contextAs(tree, owner, mode);
      expect(resultOf(() => registerRuntime(context, {...runtime, ...change}, silent))).toBe(result);
    }
    expect(dump(tree)).toEqual(before);
  });

  test("a key manager that is none, or one without SGX for a real runtime", () => {
    const tree = world();
    const state = new RegistryState(tree);
    state.setRuntime(runtime, false);
    state.setRuntime(manager, true);
    const register = (change: Partial<Runtime>): string =>
      resultOf(() => registerRuntime(contextAs(tree, owner), {...runtime, ...change}, silent));
    expect(register({id: realId, keyManager: runtime.id})).toBe("registry/1");
    expect(register({id: realId, keyManager: managerId})).toBe("registry/1");
    const secure = {
      id: realId,
      keyManager: managerId,
      teeHardware: intelSgx,
      versions: {...runtime.versions, tee},
    };
    expect(register(secure)).toBe("ok");
  });

  test("a caller who does not govern it", () => {
    const register = (governanceModel: number): string => {
      const context = contextAs(world(), stakingAddress(publicKey("stranger")));
      return resultOf(() => registerRuntime(context, {...runtime, governanceModel}, silent));
    };
    const {entity, runtime: itself, consensus} = governanceModels;
    expect([entity, itself, consensus].map(register)).toEqual(["registry/12", "registry/16", "registry/16"]);
  });

  test("too little stake", () => {
    const tree = world();
    setEscrow(tree, owner, 99n);
    expect(resultOf(() => registerRuntime(contextAs(tree, owner), runtime, silent))).toBe("staking/4");
  });

  test.each<[string, Partial<Runtime>]>([
    ["another entity", {entityId: publicKey("other owner")}],
    ["another kind", {kind: keyManager}],
    ["another genesis round", {genesis: {...runtime.genesis, round: asRound(1n)}}],
    [
      "another genesis state",
      {genesis: {...runtime.genesis, state: [{key: new Uint8Array([1]), value: null}]}},
    ],
    ["the consensus layer to govern", {governanceModel: governanceModels.consensus}],
  ])("an update to %s", (_, change) => {
    const tree = world();
    const state = new RegistryState(tree);
    state.setRuntime({...runtime, kind: compute, ...change}, false);
    expect(resultOf(() => registerRuntime(contextAs(tree, owner), runtime, silent))).toBe("registry/18");
  });

  test("an update without the key manager that it had, or with another", () => {
    const tree = world();
    const state = new RegistryState(tree);
    state.setRuntime(manager, false);
    state.setRuntime({...runtime, keyManager: realId}, false);
    const update = (id: Runtime["keyManager"]): string =>
      resultOf(() => registerRuntime(contextAs(tree, owner), {...runtime, keyManager: id}, silent));
    expect([update(null), update(managerId)]).toEqual(["registry/18", "registry/18"]);
  });
});

describe("a registered runtime", () => {
  test("is stored, claims stake and is told to others first", () => {
    const tree = world();
    const notes: string[] = [];
    const context = contextAs(tree, owner);
    registerRuntime(context, runtime, noting(notes));
    const state = new RegistryState(tree);
    expect(state.runtimes()).toEqual([runtime]);
    expect(state.hasEntityRuntimes(runtime.entityId)).toBe(true);
    expect(claimsOf(tree, owner)).toEqual({[runtimeClaim(runtime.id)]: 1});
    expect(notes).toEqual(["registered", "updated"]);
    expect(eventsOf(context)).toEqual([["runtime.registered", toHex(encode(Runtime, runtime))]]);
  });

  test("that is suspended stays so when it is updated, and is not told of", () => {
    const tree = world();
    const state = new RegistryState(tree);
    state.setRuntime(runtime, true);
    const notes: string[] = [];
    const context = contextAs(tree, owner);
    registerRuntime(context, {...runtime, keyManager: null, governanceModel: 1}, noting(notes));
    expect(state.suspendedRuntime(runtime.id)).not.toBeNull();
    expect(state.runtime(runtime.id)).toBeNull();
    expect(notes).toEqual(["updated"]);
    expect(context.events).toEqual([]);
  });

  test("leaves its claim when others refuse it", () => {
    const tree = world();
    const refusing = {
      ...silent,
      updated: () => {
        throw registryErrors.forbidden();
      },
    };
    expect(resultOf(() => registerRuntime(contextAs(tree, owner), runtime, refusing))).toBe("registry/16");
    expect(claimsOf(tree, owner)).toEqual({[runtimeClaim(runtime.id)]: 1});
    expect(new RegistryState(tree).runtime(runtime.id)).toBeNull();
  });

  test("that its entity hands over to itself keeps the claim on the entity; then it changes itself by message", () => {
    const tree = world();
    registerRuntime(contextAs(tree, owner), runtime, silent);
    const free = {...runtime, governanceModel: governanceModels.runtime};
    registerRuntime(contextAs(tree, owner), free, silent);
    expect(Object.keys(claimsOf(tree, owner))).toEqual([runtimeClaim(runtime.id)]);
    expect(claimsOf(tree, self)).toEqual({});
    expect(resultOf(() => registerRuntime(contextAs(tree, owner), free, silent))).toBe("registry/16");
    setEscrow(tree, self, 100n);
    const message = contextFor({tree}).forMessage(self);
    executeRegistryMessage(
      message,
      {updateRuntime: {...free, staking: {...free.staking, rewardBadResults: 1}}},
      silent,
    );
    expect(claimsOf(tree, self)).toEqual({[runtimeClaim(runtime.id)]: 1});
    expect(new RegistryState(tree).runtime(runtime.id)?.staking.rewardBadResults).toBe(1);
  });
});

test("a message that asks for nothing is refused", () => {
  const message = contextFor({tree: world()}).forMessage(self);
  expect(resultOf(() => executeRegistryMessage(message, {updateRuntime: null}, silent))).toBe("registry/1");
});
