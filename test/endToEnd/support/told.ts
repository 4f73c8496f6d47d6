import {type Localnet, startLocalnet} from "@oasis-node/localnet/localnet";
import {toHex} from "@oasis-node/primitives/bytes";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {expect} from "vitest";
import type {Testimony} from "./testimony.ts";

/** All that was told is in the chain. Gives the newest height with the state before it. */
export async function expectTold(
  localnet: Localnet,
  testimony: Testimony,
): Promise<{readonly height: Height; readonly root: string}> {
  const {consensus} = localnet.apis;
  const {latestHeight: last} = await consensus.getStatus();
  const included = new Set<string>();
  for (let height = 1n; height <= last; height++) {
    const {hash} = await consensus.getBlock(asHeight(height));
    expect(toHex(hash)).toBe(testimony.blocks.get(height) ?? toHex(hash));
    for (const raw of (await consensus.getTransactions(asHeight(height))) ?? []) {
      const transaction = toHex(hashOf(raw ?? new Uint8Array()));
      expect(included).not.toContain(transaction);
      included.add(transaction);
    }
  }
  const lost = [...testimony.acknowledged].filter((transaction) => !included.has(transaction));
  expect(lost).toEqual([]);
  expect([...testimony.blocks.keys()].filter((height) => height > last)).toEqual([]);
  const {stateRoot} = await consensus.getBlock(last);
  return {height: last, root: toHex(stateRoot.hash)};
}

/** Runs the network of a directory in this process. */
export async function withNetwork<T>(dir: string, use: (localnet: Localnet) => Promise<T>): Promise<T> {
  const localnet = await startLocalnet({dir});
  try {
    return await use(localnet);
  } finally {
    await localnet.stop();
  }
}
