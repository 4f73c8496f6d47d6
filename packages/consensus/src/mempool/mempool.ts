import {EngineError} from "../engine/index.ts";
import type {MempoolLimits} from "./limits.ts";
import type {PendingTransaction} from "./pendingTransaction.ts";
import {reapOrder} from "./reapOrder.ts";
import {RecentHashes} from "./recentHashes.ts";

/** A transaction that passed its check. */
export interface CheckedTransaction extends PendingTransaction {
  readonly gasWanted: bigint;
}

/** What fits into a block; negative for no limit. */
export interface BlockRoom {
  /** Bytes of the transactions with what the block's encoding adds to each. */
  readonly bytes: bigint;
  readonly gas: bigint;
}

/** Urgent transactions for which there is room in a full pool. */
const urgentRoom = 64;

/**
 * Transactions that wait for a block, in the order of arrival. Room is taken before a transaction is checked, so that a
 * flood of unchecked ones has the same limits. Only the engine calls it, one call after another.
 */
export class Mempool {
  readonly #limits: MempoolLimits;
  /** Those that wait or were in a block not long ago. */
  readonly #seen: RecentHashes;
  readonly #checked = new Map<string, CheckedTransaction>();
  #count = 0;
  #bytes = 0;

  constructor(limits: MempoolLimits) {
    this.#limits = limits;
    this.#seen = new RecentHashes(limits.remembered);
  }

  /** Transactions that passed their check. */
  get size(): number {
    return this.#checked.size;
  }

  /**
   * Takes room for a transaction; when the pool is full, only for one of which `isUrgent` says that it cannot wait. Throws
   * `EngineError`: `oversized`, `duplicate`, `poolFull`.
   */
  reserve(hash: string, bytes: number, isUrgent: () => boolean = () => false): void {
    const {count, bytes: limit, transactionBytes} = this.#limits;
    if (bytes > transactionBytes) {
      const details = {bytes, limit: transactionBytes};
      throw new EngineError("oversized", `transaction of ${bytes} bytes is larger than ${transactionBytes}`, {
        details,
      });
    }
    if (this.#seen.has(hash) || this.#checked.has(hash)) {
      throw new EngineError("duplicate", "the transaction waits already or was in a block", {
        details: {hash},
      });
    }
    const isFull = this.#count >= count && (this.#count >= count + urgentRoom || !isUrgent());
    if (isFull || this.#bytes + bytes > limit) {
      const details = {transactions: this.#count, bytes: this.#bytes, limits: {count, bytes: limit}};
      throw new EngineError("poolFull", "no room for further pending transactions", {details});
    }
    this.#seen.add(hash);
    this.#count++;
    this.#bytes += bytes;
  }

  /** Gives up the room of a transaction that was refused: it may be offered again. */
  release(hash: string, bytes: number): void {
    this.#seen.delete(hash);
    this.#count--;
    this.#bytes -= bytes;
  }

  /** Adds a transaction that passed its check, for which room was taken. */
  add(transaction: CheckedTransaction): void {
    this.#checked.set(transaction.hash, transaction);
  }

  /** In the order of arrival, in which they are checked again. */
  arrivals(): readonly CheckedTransaction[] {
    return [...this.#checked.values()];
  }

  /** In the order in which blocks take them. */
  ordered(): readonly CheckedTransaction[] {
    return [...reapOrder(this.#checked.values())];
  }

  /** The transactions of the next block: in order, up to the first that does not fit. */
  reap(room: BlockRoom): readonly CheckedTransaction[] {
    const taken: CheckedTransaction[] = [];
    let [bytes, gas] = [0n, 0n];
    for (const one of reapOrder(this.#checked.values())) {
      bytes += encodedSize(one.raw.length);
      gas += one.gasWanted;
      if (room.bytes >= 0n && bytes > room.bytes) break;
      if (room.gas >= 0n && gas > room.gas) break;
      taken.push(one);
    }
    return taken;
  }

  /** Removes a transaction that is in a block: one that failed there may be offered again. */
  included({hash, raw}: PendingTransaction, failed: boolean): void {
    if (!this.#checked.delete(hash)) return;
    this.#count--;
    this.#bytes -= raw.length;
    if (failed) this.#seen.delete(hash);
    else this.#seen.add(hash);
  }

  /** Removes a transaction that a later check refused. */
  drop({hash, raw}: PendingTransaction): void {
    if (this.#checked.delete(hash)) this.release(hash, raw.length);
  }
}

/** Bytes that a transaction adds to a block: itself, its length and a tag. */
export function encodedSize(length: number): bigint {
  let prefix = 2;
  for (let rest = length; rest > 0x7f; rest >>>= 7) prefix++;
  return BigInt(prefix + length);
}
