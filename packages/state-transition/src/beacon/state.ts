import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {asEpoch, Epoch, type Height} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {readRequired, readValue, writeValue} from "../storedValue/index.ts";
import {beaconKeys} from "./keys.ts";
import {EpochTimeState} from "./types/epoch.ts";
import {BeaconParameters} from "./types/parameters.ts";
import {PvssOutline, PvssState} from "./types/pvss.ts";

/** An epoch is scheduled while another one is. */
class EpochPendingError extends TypedError<"epochPending"> {
  constructor(pending: EpochTimeState) {
    super("epochPending", "future epoch already pending", {details: pending});
  }
}

/** What the beacon keeps in the state tree (consensus-paratime §1.2). Reads throw `StateError` on malformed values. */
export class BeaconState {
  readonly #tree: KeyValueTree;

  constructor(tree: KeyValueTree) {
    this.#tree = tree;
  }

  /** Throws `StateError` `missing` before genesis. */
  parameters(): BeaconParameters {
    return readRequired(this.#tree, beaconKeys.parameters.encode(), BeaconParameters);
  }

  setParameters(parameters: BeaconParameters): void {
    writeValue(this.#tree, beaconKeys.parameters.encode(), BeaconParameters, parameters);
  }

  /** Current epoch; 0 while none has been set. */
  epoch(): Epoch {
    return this.epochTime()?.epoch ?? asEpoch(0n);
  }

  /** Current epoch and the block in which it started. */
  epochTime(): EpochTimeState | null {
    return readValue(this.#tree, beaconKeys.currentEpoch.encode(), EpochTimeState);
  }

  setEpoch(epoch: Epoch, height: Height): void {
    writeValue(this.#tree, beaconKeys.currentEpoch.encode(), EpochTimeState, {epoch, height});
  }

  /** Epoch to come and the block in which it will start. */
  futureEpoch(): EpochTimeState | null {
    return readValue(this.#tree, beaconKeys.futureEpoch.encode(), EpochTimeState);
  }

  /** Schedules an epoch. Throws `EpochPendingError` when one is scheduled. */
  setFutureEpoch(epoch: Epoch, height: Height): void {
    const pending = this.futureEpoch();
    if (pending !== null) throw new EpochPendingError(pending);
    writeValue(this.#tree, beaconKeys.futureEpoch.encode(), EpochTimeState, {epoch, height});
  }

  clearFutureEpoch(): void {
    this.#tree.remove(beaconKeys.futureEpoch.encode());
  }

  /** Random beacon, 32 bytes; null before the first epoch transition. */
  beacon(): Uint8Array | null {
    return this.#tree.get(beaconKeys.beacon.encode());
  }

  setBeacon(beacon: Uint8Array): void {
    this.#tree.insert(beaconKeys.beacon.encode(), beacon);
  }

  /** The PVSS round; null when none is running. */
  pvssState(): PvssState | null {
    return readValue(this.#tree, beaconKeys.pvssState.encode(), PvssState);
  }

  /** The PVSS round without its shares. PERF: a fortieth of the time of `pvssState` in a round of 20 participants. */
  pvssOutline(): PvssOutline | null {
    return readValue(this.#tree, beaconKeys.pvssState.encode(), PvssOutline);
  }

  setPvssState(state: PvssState): void {
    writeValue(this.#tree, beaconKeys.pvssState.encode(), PvssState, state);
  }

  clearPvssState(): void {
    this.#tree.remove(beaconKeys.pvssState.encode());
  }

  /** Epoch that the mock backend with PVSS is to go to once its round is complete. */
  pendingMockEpoch(): Epoch | null {
    return readValue(this.#tree, beaconKeys.pendingMockEpoch.encode(), Epoch);
  }

  setPendingMockEpoch(epoch: Epoch): void {
    writeValue(this.#tree, beaconKeys.pendingMockEpoch.encode(), Epoch, epoch);
  }

  clearPendingMockEpoch(): void {
    this.#tree.remove(beaconKeys.pendingMockEpoch.encode());
  }
}
