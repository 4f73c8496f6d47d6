import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import type {Logger} from "@oasis-node/primitives/log";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api} from "@oasis-node/rpc/service";
import type {roothashService} from "@oasis-node/rpc/services";

export interface ForcedCheckpointsOptions {
  readonly runtimeId: Namespace;
  readonly roothash: Pick<Api<typeof roothashService>, "getLatestBlock">;
  /** Whether a round is final here. */
  readonly isFinal: (round: bigint) => boolean;
  /** Makes checkpoints of a round. */
  readonly force: (round: bigint) => void;
  readonly logger: Logger;
}

/**
 * Checkpoints of the runtime that go with those of consensus: a node that gets consensus from a checkpoint then finds just
 * the right one of the runtime (runtime-workers §4.5.4).
 */
export class ForcedCheckpoints {
  readonly #options: ForcedCheckpointsOptions;
  #heights: Height[] = [];

  constructor(options: ForcedCheckpointsOptions) {
    this.#options = options;
  }

  /**
   * Consensus makes a checkpoint of a version: what it tells of the runtime is what the next block shows.
   *
   * @param kept - checkpoints that consensus keeps; older ones are of no use
   */
  add(version: bigint, kept: number): void {
    this.#heights.push(asHeight(version + 1n));
    if (this.#heights.length > kept) this.#heights.shift();
  }

  /** Makes the checkpoints whose height has come and whose round is final; the others wait for a later call. */
  async onHeight(current: Height): Promise<void> {
    const {runtimeId, roothash, isFinal, force, logger} = this.#options;
    for (let [height] = this.#heights; height !== undefined && height <= current; [height] = this.#heights) {
      try {
        const {header} = await roothash.getLatestBlock({runtimeId, height});
        if (!isFinal(header.round)) return;
        logger.info("consensus checkpoint, force runtime checkpoint", {height, round: header.round});
        force(header.round);
      } catch (error) {
        const text = "failed to get runtime block corresponding to consensus checkpoint";
        logger.error(text, {err: error, height});
      }
      this.#heights = this.#heights.filter((one) => one !== height);
    }
  }
}
