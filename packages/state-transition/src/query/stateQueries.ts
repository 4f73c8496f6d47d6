import {asEpoch, asHeight, type Epoch, type Height} from "@oasis-node/primitives/epoch";
import type {ApplicationState} from "../application/index.ts";
import type {EpochTimeState} from "../beacon/index.ts";
import {consensusErrors} from "../consensus/index.ts";
import {epochBlock} from "./epochBlock.ts";
import {type StateView, stateView} from "./stateView.ts";

/** Answers from the committed state of any height that is retained (consensus-core §4.12). Never disturbs the block in the making. */
export class StateQueries {
  readonly #state: ApplicationState;

  constructor(state: ApplicationState) {
    this.#state = state;
  }

  /** Height of the latest state; 0 before the first commit. */
  get lastHeight(): Height {
    return this.#state.lastHeight;
  }

  /**
   * Answers from the state of a height, which is there until `ask` returns. 0, heights below it and heights to come mean the
   * latest. Throws (consensus, 1) before the first commit, (consensus, 3) for a height that was pruned, and what `ask` throws.
   */
  at<T>(height: Height, ask: (view: StateView) => T): T {
    const {lastHeight} = this.#state;
    if (lastHeight === 0n) throw consensusErrors.noCommittedBlocks();
    const actual = height <= 0n || height > lastHeight ? lastHeight : height;
    const tree = this.#state.committedTree(actual);
    try {
      return ask(stateView(actual, tree));
    } finally {
      tree.close();
    }
  }

  /**
   * The height at which an epoch started. `base` is where genesis started. Throws `EpochBlockError`, (consensus, 1), and
   * (consensus, 3) when the search gets to what was pruned.
   */
  epochBlock(epoch: Epoch, base: EpochTimeState): Height {
    return epochBlock(epoch, base, (height) => this.at(height, ({beacon}) => beacon.epochTime() ?? noEpoch));
  }
}

/** A mock beacon has no epoch until it is told one. */
const noEpoch: EpochTimeState = {epoch: asEpoch(0n), height: asHeight(0n)};
