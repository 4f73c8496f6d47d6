import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {asNamespace} from "@oasis-node/primitives/namespace";
import type {ChainApp} from "@oasis-node/state-transition/application";
import {sanityApp, stateChecks} from "@oasis-node/state-transition/sanity";
import {expect, test, vi} from "vitest";
import {LocalChain} from "../chain/localChain.ts";
import {actions} from "./actions.ts";
import {brokenInvariants} from "./invariants.ts";
import {Workload, workloadChain} from "./workload.ts";

const blocks = process.env.FULL_TESTS === "1" ? 2500 : 250;

// At full length they take minutes.
vi.setConfig({testTimeout: 1_800_000, hookTimeout: 1_800_000});
/** 2027-01-01: later than any block. */
const clock = 1_798_761_600n;

const workload = new Workload(4711);

test(`the books hold after each of ${blocks} random blocks (seed ${workload.seed})`, async () => {
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
  const chain = await LocalChain.start({...workloadChain, db, extraApps: [sanity]});
  for (let i = 0; i < blocks; i++) {
    await workload.block(chain);
    expect(brokenInvariants(chain.application.state.deliverTree), `height ${i + 1}`).toEqual([]);
  }
  expect(checked).toBe((blocks - 1) * checks.length);
  expect(workload.slashed).toBeGreaterThan(0);
  expect(Object.keys(actions).filter((kind) => !workload.succeeded.has(kind))).toEqual([]);
});
