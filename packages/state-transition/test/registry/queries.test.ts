import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {registryQueries} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {emptyState} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key, runtimeId} from "../support.ts";
import {runtimeDescriptor} from "./runtimeDescriptor.ts";

describe("registry queries", () => {
  const epoch = asEpoch(1n);

  test("refuse what is not there, each with its code; lists are null", () => {
    const state = new RegistryState(emptyState());
    const id = key(1);
    expect(resultOf(() => registryQueries.entity(state, id))).toBe("registry/9");
    expect(resultOf(() => registryQueries.node(state, id, epoch))).toBe("registry/10");
    const address = new Uint8Array(20);
    expect(resultOf(() => registryQueries.nodeByConsensusAddress(state, address))).toBe("registry/10");
    expect(resultOf(() => registryQueries.nodeStatus(state, id))).toBe("registry/10");
    expect(resultOf(() => registryQueries.runtime(state, runtimeId))).toBe("registry/11");
    expect(registryQueries.entities(state)).toBeNull();
    expect(registryQueries.nodes(state, epoch)).toBeNull();
    expect(registryQueries.runtimes(state, true)).toBeNull();
  });

  test("hide suspended runtimes unless they are asked for", () => {
    const state = new RegistryState(emptyState());
    const {id} = runtimeDescriptor;
    state.setRuntime(runtimeDescriptor, false);
    expect(registryQueries.runtime(state, id)).toEqual(runtimeDescriptor);
    expect(registryQueries.runtimes(state, false)).toEqual([runtimeDescriptor]);
    state.suspendRuntime(id);
    expect(resultOf(() => registryQueries.runtime(state, id))).toBe("registry/11");
    expect(registryQueries.runtimes(state, false)).toBeNull();
    expect(registryQueries.runtimes(state, true)).toEqual([runtimeDescriptor]);
  });
});
