import {rootTypes} from "@oasis-node/mkvs/node";
import {TreeSyncer} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import {expect, test} from "vitest";
import {StateCaches} from "../../src/state/index.ts";

const syncer = new TreeSyncer(Tree.create({rootType: rootTypes.state}));

test("queries keep trees of the ten rounds asked about last", () => {
  const caches = new StateCaches(syncer);
  const first = caches.query(0n);
  const second = caches.query(1n);
  for (let round = 2n; round < 10n; round++) caches.query(round);
  expect(caches.query(0n)).toBe(first);
  caches.query(10n);
  expect(caches.query(0n)).toBe(first);
  expect(caches.query(1n)).not.toBe(second);
});

test("the state is used by one at a time, in turn, whatever comes of it", async () => {
  const {execution} = new StateCaches(syncer);
  const {root} = Tree.create({rootType: rootTypes.state});
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const failing = execution.use(root, async () => {
    order.push("first begins");
    await gate.promise;
    order.push("first fails");
    throw new RangeError("on purpose");
  });
  const working = execution.use(root, async (tree) => {
    order.push("second");
    return tree.get(new Uint8Array(1));
  });
  gate.resolve();
  await expect(failing).rejects.toThrow("on purpose");
  expect(await working).toBeNull();
  expect(order).toEqual(["first begins", "first fails", "second"]);
});
