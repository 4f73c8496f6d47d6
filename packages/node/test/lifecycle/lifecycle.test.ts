import {silentLogger} from "@oasis-node/primitives/log";
import {describe, expect, test} from "vitest";
import {Lifecycle} from "../../src/lifecycle/index.ts";

const reason = new RangeError("enough");

function recorded(): {readonly lifecycle: Lifecycle; readonly seen: string[]} {
  return {lifecycle: new Lifecycle(silentLogger), seen: []};
}

describe("the parts of a node", () => {
  test("go down in the opposite order, once", async () => {
    const {lifecycle, seen} = recorded();
    for (const name of ["store", "engine", "server"]) {
      await lifecycle.start(
        name,
        () => name,
        (part) => {
          seen.push(part);
        },
      );
    }
    await Promise.all([lifecycle.stop(reason), lifecycle.stop(new RangeError("again"))]);
    expect(seen).toEqual(["server", "engine", "store"]);
    expect(lifecycle.signal.reason).toBe(reason);
  });

  test("go down even if one of them fails to", async () => {
    const {lifecycle, seen} = recorded();
    await lifecycle.start(
      "store",
      () => {},
      () => {
        seen.push("store");
      },
    );
    await lifecycle.start(
      "engine",
      () => {},
      () => Promise.reject(new RangeError("stuck")),
    );
    await lifecycle.stop(reason);
    expect(seen).toEqual(["store"]);
  });

  test("do not come up any more when the node stops, and one that was coming up goes down", async () => {
    const {lifecycle, seen} = recorded();
    const {promise, resolve} = Promise.withResolvers<void>();
    const coming = lifecycle.start(
      "server",
      () => promise,
      () => {
        seen.push("server");
      },
    );
    const stopping = lifecycle.stop(reason);
    resolve();
    await expect(coming).rejects.toBe(reason);
    await stopping;
    expect(seen).toEqual(["server"]);
    await expect(
      lifecycle.start(
        "late",
        () => {},
        () => {},
      ),
    ).rejects.toBe(reason);
  });
});
