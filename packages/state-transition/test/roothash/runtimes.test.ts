import {BytesMap, utf8} from "@oasis-node/primitives/bytes";
import {asHeight, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import {RuntimeGenesis, runtimeKinds} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {
  exportRoothash,
  initRoothash,
  RoothashGenesis,
  RoothashState,
  roothashEvents,
  roothashQueries,
  roundResults,
  runtimeListener,
} from "../../src/roothash/index.ts";
import {executorCommit} from "../../src/roothash/transactions/executorCommit.ts";
import {contextFor, dump, emptyState, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key, runtimeId} from "../support.ts";
import {
  commit,
  contextAs,
  entityOf,
  nodeKey,
  nodeNames,
  parameters,
  runtime,
  stateOf,
  world,
} from "./world.ts";

describe("registration of a runtime", () => {
  test("begins its state once; what is there already stays", () => {
    const tree = emptyState();
    const context = contextFor({tree, height: 7n});
    const genesis = {...runtime.genesis, round: asRound(3n), storageReceipts: []};
    runtimeListener.registered(context, {...runtime, genesis});
    expect(stateOf(tree)).toMatchObject({currentBlockHeight: 7n, lastNormalHeight: 7n, lastNormalRound: 3n});
    expect(stateOf(tree).currentBlock).toEqual(stateOf(tree).genesisBlock);
    expect(stateOf(tree).currentBlock.header.storageSignatures).toEqual([]);
    expect(eventsOf(context).map(([name]) => name)).toEqual(["finalized", "runtime-id"]);
    const before = dump(tree);
    runtimeListener.registered(context, runtime);
    expect(dump(tree)).toEqual(before);
  });

  test("of a key manager, or at genesis, begins none", () => {
    const tree = emptyState();
    runtimeListener.registered(contextFor({tree}), {...runtime, kind: runtimeKinds.keyManager});
    runtimeListener.registered(contextFor({tree, mode: "initChain"}), runtime);
    expect(dump(tree)).toEqual({});
  });

  test("is refused with more messages than there may be, but not at genesis", () => {
    const tree = emptyState();
    new RoothashState(tree).setParameters({...parameters, maxRuntimeMessages: 3});
    expect(resultOf(() => runtimeListener.updated(contextFor({tree}), runtime))).toBe("roothash/7");
    runtimeListener.updated(contextFor({tree, mode: "initChain"}), runtime);
  });
});

describe("genesis", () => {
  const restored = RuntimeGenesis.make({stateRoot: hashOf(utf8("state")), round: asRound(41n)});
  const results = [{module: "", code: 0, index: 0}];

  test("restores round, root and message results of a runtime that has run before", () => {
    const tree = emptyState();
    new RegistryState(tree).setRuntime(runtime, true);
    const context = contextFor({tree, mode: "initChain", height: 1n});
    const states = new BytesMap([[runtimeId, {runtimeGenesis: restored, messageResults: results}]]);
    initRoothash(context, RoothashGenesis.make({parameters, runtimeStates: states}));
    const {header} = stateOf(tree).currentBlock;
    expect(header).toMatchObject({round: 41n, stateRoot: restored.stateRoot, headerType: 4});
    expect(stateOf(tree)).toMatchObject({suspended: false, lastNormalRound: 41n, currentBlockHeight: 1n});
    const kinds = eventsOf(context).map(([name]) => name);
    expect(kinds).toEqual(["message", "runtime-id", "finalized", "runtime-id"]);
  });

  test("of a new runtime begins as its descriptor says", () => {
    const tree = emptyState();
    new RegistryState(tree).setRuntime(runtime, false);
    initRoothash(contextFor({tree, mode: "initChain"}), RoothashGenesis.make({parameters}));
    expect(stateOf(tree).currentBlock.header).toMatchObject({round: 0n, headerType: 1});
  });

  test("can be made of a state and of the results of the last normal round", () => {
    const asked: bigint[] = [];
    const genesis = exportRoothash(new RoothashState(world()), (_, height) => {
      asked.push(height);
      return results;
    });
    expect(asked).toEqual([2n]);
    expect(genesis.runtimeStates?.get(runtimeId)).toEqual({
      runtimeGenesis: {stateRoot: emptyHash, state: [], storageReceipts: [], round: 1n},
      messageResults: results,
    });
  });
});

describe("queries", () => {
  test("give state and blocks of a runtime, or refuse one that is not known", () => {
    const tree = world();
    const roothash = new RoothashState(tree);
    expect(roothashQueries.runtimeState(roothash, runtimeId)).toEqual(stateOf(tree));
    expect(roothashQueries.latestBlock(roothash, runtimeId).header.round).toBe(1n);
    expect(roothashQueries.genesisBlock(roothash, runtimeId).header.round).toBe(0n);
    expect(resultOf(() => roothashQueries.latestBlock(roothash, Namespace.zero()))).toBe("roothash/3");
  });

  test("results of a round name entities once, and are of the runtime that is asked for", () => {
    const tree = world();
    const context = contextAs(key(0x77), {tree, height: 10n});
    const messages = [{staking: null, registry: {v: 0, updateRuntime: {...runtime, v: 1}}}];
    const commits = (["w0", "w1", "w2"] as const).map((name) => commit(tree, name, {messages}));
    executorCommit(context, {id: runtimeId, commits});
    const events = roothashEvents(context.events, {height: asHeight(10n), txHash: emptyHash});
    expect(events.map(({height}) => height)).toEqual(Array(5).fill(10n));
    const entityOfNode = (id: Uint8Array): ReturnType<typeof key> =>
      Buffer.compare(id, nodeKey("w1")) === 0 ? entityOf("w0") : entityOfName(id);
    const found = roundResults(runtimeId, events, entityOfNode);
    expect(found.messages).toMatchObject([{module: "registry", index: 0}]);
    expect(found.goodComputeEntities).toEqual([entityOf("w0"), entityOf("w2")]);
    expect(found.badComputeEntities).toBeNull();
    expect(roundResults(Namespace.zero(), events, entityOfNode).messages).toBeNull();
  });
});

function entityOfName(id: Uint8Array): ReturnType<typeof key> {
  const name = nodeNames.find((one) => Buffer.compare(nodeKey(one), id) === 0);
  if (name === undefined) throw new TypeError("no such node");
  return entityOf(name);
}
