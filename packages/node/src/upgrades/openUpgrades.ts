import {decode, encode, trusted} from "@oasis-node/primitives/cbor";
import {upgradeHandlers} from "@oasis-node/state-transition/application";
import type {Context} from "@oasis-node/state-transition/context";
import {PendingUpgradeList, UpgradeSchedule} from "@oasis-node/state-transition/upgrade";
import type {ImmediateStore} from "../persistentStore/index.ts";

/** Service of the persistent store, and its one key (cli-config-grpc §2.1). */
export const upgradeStoreName = "upgrade";
const descriptorsKey = "descriptors";

/**
 * The node's pending upgrades, kept in its store (consensus-core §7). Throws `CborError` for a list that does not decode,
 * `UpgradeError` when this is not the software to go on with.
 */
export function openUpgrades(store: ImmediateStore): UpgradeSchedule<Context> {
  const stored = store.getNow(descriptorsKey);
  return new UpgradeSchedule({
    pending: stored === null ? [] : (decode(PendingUpgradeList, stored, trusted) ?? []),
    handlers: upgradeHandlers,
    save: (pending) => store.putNow(descriptorsKey, encode(PendingUpgradeList, [...pending])),
  });
}
