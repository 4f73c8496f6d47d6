import {asHeight, type Epoch, type Height, invalidEpoch} from "@oasis-node/primitives/epoch";
import type {BeaconState} from "./state.ts";

/** Where the chain stands, and its states, for the questions of applications about epochs (consensus-core §1.10). */
export interface EpochView {
  readonly initialHeight: Height;
  /** Version of the state last committed; initial height − 1 before the first commit. */
  readonly blockHeight: Height;
  /** State that is being worked on. */
  readonly live: BeaconState;
  /** State after a block that has been committed. */
  committed(height: Height): BeaconState;
}

/** GetCurrentEpoch: the epoch of the block being executed, also before the beacon has run; invalid in the first block. */
export function currentEpoch(view: EpochView): Epoch {
  if (isFirstBlock(view)) return invalidEpoch;
  const future = view.live.futureEpoch();
  return future?.height === view.blockHeight + 1n ? future.epoch : view.live.epoch();
}

/**
 * GetEpoch: that of the live state for the block being executed, of the last committed state for heights beyond it or
 * below 1. Invalid for a committed state when there is none.
 */
export function epochAt(view: EpochView, height: Height): Epoch {
  const {blockHeight} = view;
  if (height === blockHeight + 1n) return view.live.epoch();
  if (isFirstBlock(view)) return invalidEpoch;
  return view.committed(height <= 0n || height > blockHeight ? blockHeight : height).epoch();
}

/** EpochChanged: whether the live epoch differs from the committed one; by decree never in the first two blocks. */
export function epochChanged(view: EpochView): {readonly changed: boolean; readonly epoch: Epoch} {
  const {blockHeight, initialHeight} = view;
  if (isFirstBlock(view)) return {changed: false, epoch: invalidEpoch};
  const epoch = view.live.epoch();
  if (blockHeight === initialHeight) return {changed: false, epoch};
  return {changed: view.committed(asHeight(blockHeight)).epoch() !== epoch, epoch};
}

function isFirstBlock({blockHeight, initialHeight}: EpochView): boolean {
  return blockHeight < initialHeight;
}
