import {asHeight} from "@oasis-node/primitives/epoch";
import {expect, test} from "vitest";
import {StatePruner} from "../../src/application/index.ts";
import {app, openMemory, runBlock, startedChain} from "./fixture.ts";

test("keeps the versions it is told to, and one before them", async () => {
  const db = await openMemory();
  const chain = await startedChain([app("a")], {db});
  const pruner = new StatePruner(db, 2n);
  expect(pruner.retainHeight).toBe(0n);
  const retained: bigint[] = [];
  for (let i = 0; i < 6; i++) {
    await runBlock(chain);
    await pruner.prune(chain.state.lastHeight);
    retained.push(pruner.retainHeight);
  }
  expect(retained).toEqual([0n, 1n, 1n, 2n, 3n, 4n]);
  expect(db.getEarliestVersion()).toBe(4n);
  expect(new StatePruner(db, 1n).retainHeight).toBe(4n);
});

test("does not keep none", async () => {
  const db = await openMemory();
  expect(() => new StatePruner(db, 0n)).toThrow(RangeError);
  expect(asHeight(0n)).toBe(0n);
});
