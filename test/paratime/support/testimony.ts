import {toHex} from "@oasis-node/primitives/bytes";
import {asRound} from "@oasis-node/primitives/epoch";
import {expect} from "vitest";
import type {NetworkProcess} from "../../endToEnd/support/network.ts";
import {KeyvalueClient} from "./keyvalueClient.ts";

/** Transactions that are on the way at the same time. */
const atOnce = 8;
/** Further apart than one life gets. */
const noncesInLife = 1_000_000n;

/** What a ParaTime told its users over many lives of its node: it has to stand by it. */
export class ParatimeTestimony {
  /** Keys whose insertion was acknowledged; each has itself as value. */
  readonly acknowledged = new Set<string>();
  /** State after each round that was seen. */
  readonly roots = new Map<bigint, string>();
  #lives = 0n;

  /** Sends transactions until the network is gone. `first` resolves with the first acknowledgement, or at the end. */
  use(network: NetworkProcess): {readonly first: Promise<void>; readonly over: Promise<void>} {
    const life = ++this.#lives;
    const client = new KeyvalueClient(network.connect(), life * noncesInLife);
    const {promise, resolve} = Promise.withResolvers<void>();
    const lanes = Array.from({length: atOnce}, async (_, lane) => {
      for (let i = 0; ; i++) {
        const key = `${life}/${lane}/${i}`;
        const outcome = await client.insert(key, key);
        if ("refused" in outcome) throw new RangeError(outcome.refused.message);
        this.acknowledged.add(key);
        resolve();
      }
    });
    const work = [this.#watch(client), ...lanes].map((one) => untilGone(network, one));
    const over = Promise.all(work).then(() => resolve());
    return {first: promise, over};
  }

  /** All that was told is so. */
  async check(network: NetworkProcess): Promise<void> {
    const client = new KeyvalueClient(network.connect());
    for (const key of this.acknowledged) expect(await client.get(key)).toBe(key);
    for (const [round, root] of this.roots) {
      const {header} = await client.api.getBlock({runtimeId: client.id, round: asRound(round)});
      expect(toHex(header.stateRoot), `round ${round}`).toBe(root);
    }
  }

  async #watch({api, id}: KeyvalueClient): Promise<void> {
    for await (const {block} of api.watchBlocks(id)) {
      if (block === null) continue;
      const {round, stateRoot} = block.header;
      const root = toHex(stateRoot);
      expect(this.roots.get(round) ?? root, `round ${round}`).toBe(root);
      this.roots.set(round, root);
    }
  }
}

/** Work that fails when the network is gone; a failure before that is one. */
async function untilGone({program}: NetworkProcess, work: Promise<void>): Promise<void> {
  const failure = await work.then(
    () => null,
    (error: unknown) => error,
  );
  const {signal} = await program.ended;
  if (signal === null) throw failure;
}
