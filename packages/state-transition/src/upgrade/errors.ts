import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of upgrades (consensus-core §10). */
export const upgradeErrors = errorModule("upgrade", {
  stopForUpgrade: [1, "upgrade: reached upgrade epoch"],
  alreadyPending: [5, "upgrade: submitted upgrade is already pending, can not resubmit descriptor"],
  upgradeInProgress: [6, "upgrade: can not cancel upgrade in progress"],
  upgradeNotFound: [7, "upgrade: not found"],
  badDescriptor: [8, "upgrade: bad descriptor"],
});
