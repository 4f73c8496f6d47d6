import {hashed, keyFormat, keyNamespace, keyU8} from "@oasis-node/primitives/keyFormat";

/** State keys of the scheduler (consensus-paratime §2.1). */
export const schedulerKeys = Object.freeze({
  /** `60` ‖ kind ‖ H(runtime ID): committee. */
  committee: keyFormat(0x60, keyU8, hashed(keyNamespace)),
  /** `61`: current validators. */
  currentValidators: keyFormat(0x61),
  /** `62`: validators to be at the end of the block. */
  pendingValidators: keyFormat(0x62),
  /** `63`: consensus parameters. */
  parameters: keyFormat(0x63),
});
