import {silentLogger} from "@oasis-node/primitives/log";
import {type Node, NodeRuntime, Node as NodeSchema, nodeRoles} from "@oasis-node/state-transition/node";
import {NodeEvent} from "@oasis-node/state-transition/registry";
import {describe, expect, test} from "vitest";
import {RegisteredNodes, type RegisteredNodesOptions} from "../../src/storageClient/index.ts";
import {SleeplessClock} from "../support/manualClock.ts";
import {memoryStorage, ScriptedRuntime} from "../support/scriptedRuntime.ts";
import {keyOf} from "../support/storagePeer.ts";
import {random} from "../support/testChain.ts";

const {id: runtimeId} = new ScriptedRuntime();

function node(
  name: string,
  {roles = nodeRoles.storageWorker as number, tls = name, serves = true} = {},
): Node {
  const zero = NodeSchema.zero();
  const runtimes = serves ? [NodeRuntime.make({id: runtimeId})] : [];
  return {...zero, id: keyOf(name), roles, runtimes, tls: {...zero.tls, pubKey: keyOf(tls)}};
}

/** A registry that tells of changes. */
class ScriptedRegistry {
  nodes: Node[] = [];
  readonly #events: NodeEvent[] = [];
  #wake = Promise.withResolvers<void>();

  change(changed: Node, isRegistration = true): void {
    this.nodes = this.nodes.filter(({id}) => Buffer.compare(id, changed.id) !== 0);
    if (isRegistration) this.nodes.push(changed);
    this.#events.push(NodeEvent.make({node: changed, isRegistration}));
    this.#wake.resolve();
  }

  readonly api: RegisteredNodesOptions["registry"] = {
    getNodes: async () => this.nodes,
    watchNodes: (_, options) => this.#watch(options?.signal),
  };

  async *#watch(signal: AbortSignal | undefined): AsyncGenerator<NodeEvent> {
    signal?.addEventListener("abort", () => this.#wake.resolve());
    while (signal?.aborted !== true) {
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
      yield* this.#events.splice(0);
    }
  }
}

async function following(...nodes: Node[]) {
  const registry = new ScriptedRegistry();
  registry.nodes = nodes;
  const open: string[] = [];
  const storage = await memoryStorage(runtimeId, "own");
  const names = new Map(["alice", "bob", "carol", "own", "alice 2"].map((name) => [`${keyOf(name)}`, name]));
  const registered = new RegisteredNodes({
    registry: registry.api,
    runtimeId,
    ownKey: keyOf("own"),
    connect: ({tls}) => {
      const name = names.get(`${tls.pubKey}`) ?? "?";
      open.push(name);
      return {api: storage, close: () => open.splice(open.indexOf(name), 1)};
    },
    clock: new SleeplessClock(),
    random,
    logger: silentLogger,
  });
  const ending = new AbortController();
  const running = registered.run(ending.signal);
  await registered.ready();
  const stop = async () => {
    ending.abort();
    await running;
  };
  const known = () => registered.nodes().map(({id}) => names.get(`${id}`));
  return {registry, registered, open, stop, known, storage};
}

describe("the storage nodes of a runtime", () => {
  test("are those that the registry has, but not the node itself", async () => {
    const {known, stop, open} = await following(
      node("alice"),
      node("own"),
      node("bob", {roles: nodeRoles.computeWorker}),
      node("carol", {serves: false}),
    );
    expect(known()).toEqual(["alice"]);
    await stop();
    expect(open).toEqual([]);
  });

  test("come, go, and are connected to anew when their keys change", async () => {
    const {registry, known, stop, open, registered} = await following(node("alice"));
    registry.change(node("bob"));
    await expect.poll(known).toEqual(["alice", "bob"]);
    registry.change(node("alice", {tls: "alice 2"}));
    await expect.poll(() => [...open].sort()).toEqual(["alice 2", "bob"]);
    registry.change(node("alice", {tls: "alice 2"}));
    registry.change(node("bob", {roles: nodeRoles.validator}));
    await expect.poll(known).toEqual(["alice"]);
    registry.change(node("alice"), false);
    await expect.poll(known).toEqual([]);
    expect(open).toEqual([]);
    expect(registered.descriptors()).toEqual([]);
    await stop();
  });

  test("make a committee, with the own storage in its place", async () => {
    const {registered, stop, storage} = await following(node("alice"), node("bob"));
    const keys = [keyOf("bob"), keyOf("own"), keyOf("nobody")];
    expect(registered.committee(keys, storage).map(({id}) => id)).toEqual(keys.slice(0, 2));
    expect(registered.committee(keys, null).map(({id}) => id)).toEqual(keys.slice(0, 1));
    await stop();
  });
});
