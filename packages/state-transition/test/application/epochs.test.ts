import {asEpoch, asHeight, invalidEpoch} from "@oasis-node/primitives/epoch";
import {expect, test} from "vitest";
import {BeaconState} from "../../src/beacon/state.ts";
import type {Context} from "../../src/context/index.ts";
import {app, runBlock, setEpoch, startedChain} from "./fixture.ts";

interface Seen {
  readonly current: bigint;
  readonly changed: boolean;
  readonly transaction: bigint;
}

/** Notes what a hook sees. */
function look({chain, ...rest}: Context & {chain: Context["chain"]}, seen: Seen[], context: Context): void {
  void rest;
  const {changed} = chain.epochChanged();
  seen.push({current: chain.currentEpoch(), changed, transaction: context.transactionEpoch()});
}

test("the first block has no epoch, the second no change of it, later ones compare with the block before", async () => {
  const seen: Seen[] = [];
  const clock = app("a", {beginBlock: ({tree, currentHeight}) => setEpoch(tree, 10n + currentHeight)});
  const watch = app("b", {beginBlock: (context) => look(context, seen, context)});
  const chain = await startedChain([clock, watch]);
  for (let i = 0; i < 3; i++) await runBlock(chain);
  expect(seen).toEqual([
    {current: invalidEpoch, changed: false, transaction: 11n},
    {current: 12n, changed: false, transaction: 12n},
    {current: 13n, changed: true, transaction: 13n},
  ]);
});

test("an epoch that is scheduled for the block is current before the beacon runs", async () => {
  const seen: bigint[] = [];
  const watch = app("a", {
    beginBlock: ({chain, tree, currentHeight}) => {
      seen.push(chain.currentEpoch());
      const state = new BeaconState(tree);
      if (currentHeight === 1n) state.setFutureEpoch(asEpoch(5n), asHeight(3n));
    },
  });
  const chain = await startedChain([watch]);
  for (let i = 0; i < 4; i++) await runBlock(chain);
  expect(seen).toEqual([invalidEpoch, 0n, 5n, 0n]);
});

test("epochs of earlier heights are those of their versions, later ones the latest", async () => {
  const seen: bigint[][] = [];
  const watch = app("a", {
    beginBlock: ({chain, tree, currentHeight}) => {
      setEpoch(tree, 10n + currentHeight);
      if (currentHeight !== 4n) return;
      seen.push([1n, 2n, 3n, 4n, 5n, 0n].map((height) => chain.epochAt(asHeight(height))));
    },
  });
  const chain = await startedChain([watch]);
  for (let i = 0; i < 4; i++) await runBlock(chain);
  expect(seen).toEqual([[11n, 12n, 13n, 14n, 13n, 13n]]);
});
