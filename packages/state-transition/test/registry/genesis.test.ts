import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import {HaltError} from "../../src/context/index.ts";
import {NodeRuntime, nodeRoles} from "../../src/node/index.ts";
import {
  entityClaim,
  exportRegistry,
  initRegistry,
  nodeClaim,
  RegistryGenesis,
  runtimeClaim,
} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {contextFor, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {
  claimsOf,
  nodeDescriptor,
  noting,
  publicKey,
  runtime,
  secondSigners,
  signEntity,
  signNode,
  silent,
  world,
} from "./world.ts";

const suspended = {...runtime, id: asNamespace(new Uint8Array(32).fill(0x80, 0, 1).fill(1, 31))};
const validator = nodeDescriptor();
const compute = nodeDescriptor(
  {roles: nodeRoles.computeWorker, runtimes: [NodeRuntime.make({id: runtime.id})]},
  "second",
);
const status = {expirationProcessed: true, freezeEndTime: asEpoch(9n), electionEligibleAfter: asEpoch(1n)};

const genesis = RegistryGenesis.make({
  parameters: new RegistryState(world()).parameters(),
  entities: [signEntity()],
  runtimes: [runtime],
  suspendedRuntimes: [suspended],
  nodes: [signNode(validator), signNode(compute, secondSigners)],
  nodeStatuses: new BytesMap([[validator.id, status]]),
});

function start(change: Partial<RegistryGenesis> = {}, notes: string[] = []) {
  const tree = world();
  const context = contextFor({tree, mode: "initChain", epoch: 20n});
  initRegistry(context, {...genesis, ...change}, noting(notes));
  return {tree, context, state: new RegistryState(tree)};
}

describe("genesis", () => {
  test("registers all there is, with claims, and puts the given statuses over those of new nodes", () => {
    const notes: string[] = [];
    const {tree, context, state} = start({}, notes);
    expect(state.runtimes()).toEqual([runtime]);
    expect(state.suspendedRuntimes()).toEqual([suspended]);
    expect(state.nodeStatus(validator.id)).toEqual(status);
    expect(state.nodeStatus(compute.id)?.expirationProcessed).toBe(false);
    expect(claimsOf(tree, stakingAddress(publicKey("owner")))).toEqual({
      [entityClaim]: 1,
      [runtimeClaim(runtime.id)]: 1,
      [runtimeClaim(suspended.id)]: 1,
      [nodeClaim(validator.id)]: 2,
      [nodeClaim(compute.id)]: 1,
    });
    expect(notes).toEqual(["registered", "updated", "registered", "updated"]);
    expect(eventsOf(context).map(([key]) => key)).toEqual([
      "entity.registered",
      "runtime.registered",
      "runtime.registered",
      "nodes.registered",
      "nodes.registered",
    ]);
  });

  test("has no runtimes when their registration is turned off", () => {
    const parameters = {...genesis.parameters, disableRuntimeRegistration: true};
    expect(resultOf(() => start({parameters}))).toBe("registry/16");
  });

  test.each(["entities", "runtimes", "suspendedRuntimes", "nodes"] as const)(
    "has no null among its %s",
    (part) => {
      expect(() => start({[part]: [null]})).toThrow(HaltError);
    },
  );

  test("goes on from a state with everything but the nodes that are no validators", () => {
    const {state} = start();
    expect(exportRegistry(state)).toEqual({...genesis, nodes: [signNode(validator)]});
  });
});

test("a registry without anything exports empty lists", () => {
  const {state} = start({
    entities: null,
    runtimes: null,
    suspendedRuntimes: null,
    nodes: null,
    nodeStatuses: null,
  });
  const {entities, runtimes, nodes} = exportRegistry(state);
  expect([entities, runtimes, nodes]).toEqual([[], [], []]);
  initRegistry(contextFor({tree: world(), mode: "initChain"}), exportRegistry(state), silent);
});
