import {keyFormat} from "@oasis-node/primitives/keyFormat";

/** State keys of the beacon; none has elements (consensus-paratime §1.2). */
export const beaconKeys = Object.freeze({
  /** `40`: current epoch. */
  currentEpoch: keyFormat(0x40),
  /** `41`: epoch to come, absent when none is scheduled. */
  futureEpoch: keyFormat(0x41),
  /** `42`: random beacon, raw 32 bytes. */
  beacon: keyFormat(0x42),
  /** `43`: consensus parameters. */
  parameters: keyFormat(0x43),
  /** `44`: PVSS round, absent between an epoch transition and the next block. */
  pvssState: keyFormat(0x44),
  /** `45`: epoch that the mock backend is to go to once the round is complete. */
  pendingMockEpoch: keyFormat(0x45),
});
