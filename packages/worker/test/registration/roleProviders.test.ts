import {fromHex} from "@oasis-node/primitives/bytes";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {Node, NodeRuntime, nodeRoles} from "@oasis-node/state-transition/node";
import {describe, expect, test} from "vitest";
import {withRuntime} from "../../src/registration/index.ts";
import {RoleProviders} from "../../src/registration/roleProviders.ts";

const [first, second] = ["1", "2"].map((digit) =>
  asNamespace(fromHex(digit.padStart(64, "0")) ?? new Uint8Array(32)),
);
if (first === undefined || second === undefined) throw new RangeError("two runtimes are needed");
const version = {major: 1, minor: 2, patch: 3};

describe("role providers", () => {
  test("describe runtimes together: who knows the version tells it, in whatever order", () => {
    for (const order of ["executor first", "storage first"]) {
      const providers = new RoleProviders(() => {});
      const executor = () =>
        providers
          .request(nodeRoles.computeWorker, first)
          .setAvailable((node) => withRuntime(node, first, (runtime) => ({...runtime, version})));
      const storage = () =>
        providers
          .request(nodeRoles.storageWorker, first)
          .setAvailable((node) => withRuntime(withRuntime(node, first), second));
      for (const add of order === "executor first" ? [executor, storage] : [storage, executor]) add();
      const node = providers.offers()?.describe(Node.zero());
      expect(node?.roles).toBe(nodeRoles.computeWorker | nodeRoles.storageWorker);
      expect(node?.runtimes).toEqual([
        NodeRuntime.make({id: first, version}),
        NodeRuntime.make({id: second}),
      ]);
    }
  });

  test("offer nothing when there are none", () => {
    expect(new RoleProviders(() => {}).offers()).toBeNull();
  });

  test("tell of every change, and hear of the registration that they took part in once", () => {
    const log: string[] = [];
    const providers = new RoleProviders(() => log.push("change"));
    const provider = providers.request(nodeRoles.keyManager, first);
    expect(provider.isAvailable).toBe(false);
    provider.setAvailable(
      (node) => node,
      () => log.push("a"),
    );
    const before = providers.offers();
    provider.setAvailable(
      (node) => node,
      () => log.push("b"),
    );
    before?.registered();
    providers.offers()?.registered();
    providers.offers()?.registered();
    provider.setUnavailable();
    expect(provider.isAvailable).toBe(false);
    expect(log).toEqual(["change", "change", "a", "b", "change"]);
  });

  test("that are withdrawn do not keep the others from being registered", () => {
    let changes = 0;
    const providers = new RoleProviders(() => changes++);
    const [validator, worker] = [
      providers.request(nodeRoles.validator, null),
      providers.request(nodeRoles.computeWorker, first),
    ];
    validator.setAvailable((node) => node);
    expect(providers.offers()).toBeNull();
    worker.withdraw();
    worker.withdraw();
    expect(changes).toBe(2);
    expect(providers.offers()?.describe(Node.zero()).roles).toBe(nodeRoles.validator);
    worker.setUnavailable();
    expect(providers.offers()).toBeNull();
    worker.setAvailable((node) => node);
    expect(providers.offers()?.describe(Node.zero()).roles).toBe(
      nodeRoles.validator | nodeRoles.computeWorker,
    );
  });

  test("that cannot tell now are the reason why nothing is registered", () => {
    const providers = new RoleProviders(() => {});
    providers.request(nodeRoles.keyManager, first).setAvailable(() => {
      throw new RangeError("enclave is gone");
    });
    expect(() => providers.offers()?.describe(Node.zero())).toThrow("hook failed: enclave is gone");
  });
});
