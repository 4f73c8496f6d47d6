import type {NodeDb} from "@oasis-node/mkvs/db";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";

/** Keeps the last versions of the state and removes those before them (consensus-core §1.13). */
export class StatePruner {
  readonly #db: NodeDb;
  readonly #kept: bigint;
  readonly #firstHeld: () => Height | null;
  #retainHeight: Height;

  /**
   * Keeps the version before the last `kept` ones too, and from `firstHeld` on all, as long as that is not null. Throws
   * `RangeError` unless `kept` is at least 1.
   */
  constructor(db: NodeDb, kept: bigint, firstHeld: () => Height | null = () => null) {
    if (kept < 1n) throw new RangeError(`at least 1 version must be kept, not ${kept}`);
    this.#db = db;
    this.#firstHeld = firstHeld;
    this.#kept = kept;
    this.#retainHeight = asHeight(db.getEarliestVersion() ?? 0n);
  }

  /** First version that is kept: blocks below it need not be. */
  get retainHeight(): Height {
    return this.#retainHeight;
  }

  /** Removes what the latest version leaves behind. */
  async prune(latest: Height): Promise<void> {
    if (latest < this.#kept) return;
    const earliest = this.#db.getEarliestVersion();
    const held = this.#firstHeld();
    const unused = latest - this.#kept;
    const keepFrom = held !== null && held < unused ? held : unused;
    if (earliest !== null && earliest < keepFrom) await this.#db.pruneTo(keepFrom);
    // A block may be forgotten only when a crash cannot bring back the need to replay it.
    await this.#db.sync();
    this.#retainHeight = asHeight(this.#db.getEarliestVersion() ?? 0n);
  }
}
