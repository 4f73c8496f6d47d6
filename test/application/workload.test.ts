import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asNamespace} from "@oasis-node/primitives/namespace";
import type {ChainApp} from "@oasis-node/state-transition/application";
import {sanityApp, stateChecks} from "@oasis-node/state-transition/sanity";
import {expect, test, vi} from "vitest";
import {LocalChain, type LocalChainOptions} from "../chain/localChain.ts";
import {actions} from "./actions.ts";
import {brokenInvariants} from "./invariants.ts";
import {Workload, workloadChain} from "./workload.ts";

const isFull = process.env.FULL_TESTS === "1";
const blocks = isFull ? 2500 : 300;
const pvssBlocks = isFull ? 1000 : 150;

// At full length they take minutes.
vi.setConfig({testTimeout: 1_800_000, hookTimeout: 1_800_000});
/** 2027-01-01: later than any block. */
const clock = 1_798_761_600n;

/** What the nodes of the runtime do, and what comes of it. */
const roundKinds = ["right commit", "wrong commit", "failed commit", "proposer timeout", "equivocation"];
const roundOutcomes = ["normal", "roundFailed", "epochTransition", "discrepancy"];

/** Makes the blocks, with the supplementary checks and those of the test after each. */
async function expectSoundBooks(
  workload: Workload,
  blocks: number,
  options: Partial<LocalChainOptions> = {},
) {
  const checks = stateChecks({token: {tokenSymbol: "TEST", tokenValueExponent: 9}, clock: () => clock});
  let checked = 0;
  const counted = checks.map(({name, run}) => ({
    name,
    run: (...args: Parameters<typeof run>) => {
      checked++;
      return run(...args);
    },
  }));
  const sanity: ChainApp = {
    app: sanityApp({interval: 1n, random: (length) => new Uint8Array(length), checks: counted}),
    initChain: () => {},
  };
  const db = await openMemoryNodeDb({namespace: asNamespace(new Uint8Array(32)), discardWriteLogs: true});
  const chain = await LocalChain.start({...workloadChain, ...options, db, extraApps: [sanity]});
  for (let i = 0; i < blocks; i++) {
    await workload.block(chain);
    expect(brokenInvariants(chain.application.state.deliverTree), `height ${i + 1}`).toEqual([]);
  }
  expect(checked).toBe((blocks - 1) * checks.length);
  expect(roundOutcomes.filter((outcome) => !workload.rounds.has(outcome))).toEqual([]);
}

test(`the books hold after each of ${blocks} random blocks`, async () => {
  const workload = new Workload(4);
  await expectSoundBooks(workload, blocks);
  expect(workload.slashed).toBeGreaterThan(0);
  const kinds = [...Object.keys(actions), ...roundKinds];
  expect(kinds.filter((kind) => !workload.succeeded.has(kind))).toEqual([]);
});

test(`the books hold after each of ${pvssBlocks} random blocks with the PVSS beacon`, async () => {
  // Frozen validators would be too few for the beacon sooner or later, which ends the chain.
  const workload = new Workload(1, {slashes: false});
  await expectSoundBooks(workload, pvssBlocks, {pvss: true, blocksPerEpoch: 27n});
  const kinds = ["beacon commit", "beacon reveal"];
  expect(kinds.filter((kind) => (workload.succeeded.get(kind) ?? 0) < 2)).toEqual([]);
  expect(workload.rounds.get("epochTransition")).toBeGreaterThan(2);
});
