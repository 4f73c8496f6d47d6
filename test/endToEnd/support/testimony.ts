import {toHex} from "@oasis-node/primitives/bytes";
import {consensusService} from "@oasis-node/rpc/services";
import type {NetworkProcess} from "./network.ts";
import {hashOfTransaction, Sender} from "./sender.ts";

/** Transactions of one sender that are on the way at the same time. */
const atOnce = 4;

/** What a network told its users over many lives: it has to stand by it. */
export class Testimony {
  /** Hash of the block of each height. */
  readonly blocks = new Map<bigint, string>();
  /** Hashes of transactions that were acknowledged. */
  readonly acknowledged = new Set<string>();
  #lives = 0n;

  /**
   * Uses a network until it is gone: blocks are watched, and every account sends transactions. Gives the first acknowledgement
   * as soon as there is one, and what to wait for in the end.
   */
  use(network: NetworkProcess): {readonly first: Promise<void>; readonly over: Promise<void>} {
    this.#lives++;
    const {promise, resolve} = Promise.withResolvers<void>();
    const over = Promise.all([this.#watch(network), this.#send(network, resolve)]).then(() => resolve());
    return {first: promise, over};
  }

  async #watch(network: NetworkProcess): Promise<void> {
    const consensus = network.connect().api(consensusService);
    const blocks = consensus.watchBlocks();
    await untilGone(network, async () => {
      for await (const {height, hash} of blocks) this.#seen(height, toHex(hash));
    });
  }

  #seen(height: bigint, hash: string): void {
    const before = this.blocks.get(height);
    if (before !== undefined && before !== hash) {
      throw new RangeError(`two blocks at height ${height}: ${before} and ${hash}`);
    }
    this.blocks.set(height, hash);
  }

  async #send(network: NetworkProcess, onAcknowledged: () => void): Promise<void> {
    const consensus = network.connect().api(consensusService);
    const senders = await Sender.all(network.report);
    // In each life other ones, so that a lost transaction is not the same as the one sent in its place.
    const amount = this.#lives;
    const flows = senders.map((sender) =>
      untilGone(network, async () => {
        const nonce = await sender.nonce(consensus);
        const lanes = Array.from({length: atOnce}, async (_, lane) => {
          for (let next = nonce + BigInt(lane); ; next += BigInt(atOnce)) {
            const signed = await sender.transfer(next, amount);
            await consensus.submitTx(signed);
            this.acknowledged.add(hashOfTransaction(signed));
            onAcknowledged();
          }
        });
        await Promise.all(lanes);
      }),
    );
    await Promise.all(flows);
  }
}

/** Does something that fails when the network is gone; a failure of one that ends in good order is one. */
async function untilGone({program}: NetworkProcess, use: () => Promise<void>): Promise<void> {
  const failure = await use().then(
    () => null,
    (error: unknown) => error,
  );
  const {code} = await program.ended;
  if (code === 0) throw failure;
}
