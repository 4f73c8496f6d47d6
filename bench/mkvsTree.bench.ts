import {createHash} from "node:crypto";
import {rootTypes} from "@oasis-node/mkvs/node";
import {TreeSyncer, verifyProof} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {BenchSuite} from "./suite.ts";

const count = 50_000;
const reads = 20_000;
const namespace = new Uint8Array(32) as Namespace;

/** Random-looking and the same in each run: 33-byte keys as those of accounts, values of 100 bytes. */
const entries = Array.from({length: count}, (_, i) => {
  const key = new Uint8Array(33);
  key.set(createHash("sha256").update(`key ${i}`).digest(), 1);
  return {key, value: new Uint8Array(100).fill(i)};
});

const added = {next: count - 20_000};

const state = {fresh: [filled(0)], growing: filled(0), full: filled(0)};

function filled(size: number): Tree {
  const tree = Tree.create({rootType: rootTypes.state});
  for (const {key, value} of entries.slice(0, size)) tree.insert(key, value);
  return tree;
}

async function fillAll(): Promise<void> {
  if (state.full.root.version === 1n) return;
  state.full = filled(count);
  await state.full.commit(namespace, 1n);
}

/** A key of the tree, in no order. */
function keyAt(i: number): Uint8Array {
  return entries[(i * 7919) % count]?.key ?? new Uint8Array();
}

async function proveAndVerify(): Promise<void> {
  const syncer = new TreeSyncer(state.full);
  const {root} = state.full;
  for (let i = 0; i < 1000; i++) {
    const request = {tree: {root, position: root.hash}, key: keyAt(i), includeSiblings: false};
    const {proof} = await syncer.syncGet(request);
    verifyProof(root.hash, proof);
  }
}

export const suite: BenchSuite = {
  name: "mkvs tree",
  cases: [
    {
      name: "insert into an empty tree",
      unit: "keys",
      opsPerRun: count,
      run: () => {
        filled(count);
      },
    },
    {
      name: "hash 50 k fresh leaves",
      unit: "trees",
      bar: "≤ 250 ms",
      // A tree hashes its nodes once: each run takes another tree.
      runs: 3,
      setup: () => {
        state.fresh = Array.from({length: 3}, () => filled(count));
      },
      run: () => {
        state.fresh.pop()?.computeRoot();
      },
    },
    {
      name: "1,000 new keys in a large tree, committed in memory",
      unit: "keys",
      opsPerRun: 1000,
      runs: 20,
      setup: async () => {
        state.growing = filled(count - 20_000);
        await state.growing.commit(namespace, 1n);
      },
      run: async () => {
        const start = added.next;
        for (const {key, value} of entries.slice(start, start + 1000)) state.growing.insert(key, value);
        added.next = start + 1000 < count ? start + 1000 : count - 20_000;
        await state.growing.commit(namespace, 1n);
      },
    },
    {
      name: "get, in memory, random order",
      unit: "keys",
      bar: "≥ 200 k/s",
      opsPerRun: reads,
      setup: fillAll,
      run: () => {
        for (let i = 0; i < reads; i++) state.full.get(keyAt(i));
      },
    },
    {
      name: "iterate over all",
      unit: "keys",
      setup: fillAll,
      opsPerRun: count,
      run: () => {
        const iterator = state.full.iterator();
        for (let item = iterator.rewind(); item !== null; item = iterator.next());
      },
    },
    {name: "prove and verify a key", unit: "proofs", opsPerRun: 1000, setup: fillAll, run: proveAndVerify},
  ],
};
