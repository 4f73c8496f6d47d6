import {asHeight, type Epoch} from "@oasis-node/primitives/epoch";
import type {Context} from "../../context/index.ts";
import {BeaconError} from "../beaconError.ts";
import {BeaconState} from "../state.ts";
import {beaconBackends} from "../types/parameters.ts";

/**
 * `000_beacon.SetEpoch` of the mock backend: the epoch begins in the next block, or with PVSS once the round is complete
 * (consensus-paratime §1.5, §1.6.3). Throws `BeaconError`, or `EpochPendingError` while an epoch is scheduled.
 */
export function executeSetEpoch({tree, currentHeight}: Context, epoch: Epoch): void {
  const state = new BeaconState(tree);
  const {backend, debugMockBackend} = state.parameters();
  if (!debugMockBackend) throw new BeaconError("methodDisabled");
  const now = state.epoch();
  if (backend === beaconBackends.pvss) {
    const pending = state.pendingMockEpoch();
    if (pending === epoch) return;
    if (pending !== null) throw new BeaconError("epochPending", {pending, epoch});
  }
  if (epoch <= now) throw new BeaconError("timeTravel", {now, epoch});
  if (backend === beaconBackends.pvss) state.setPendingMockEpoch(epoch);
  else state.setFutureEpoch(epoch, asHeight(currentHeight + 1n));
}
