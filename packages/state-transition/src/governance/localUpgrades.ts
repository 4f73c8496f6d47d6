import {CodedError} from "@oasis-node/primitives/errors";
import {type Context, HaltError, type LocalUpgrades} from "../context/index.ts";
import {hasStage, type UpgradeDescriptor, upgradeErrors, upgradeStages} from "../upgrade/index.ts";
import {GovernanceState} from "./state.ts";

/** Tells the node's own list of a decided upgrade. */
export function submitLocally({chain}: Context, descriptor: UpgradeDescriptor): void {
  tell(chain.upgrades, (upgrades) => upgrades.submit(descriptor));
}

/** Tells the node's own list of a cancelled upgrade. */
export function cancelLocally({chain}: Context, descriptor: UpgradeDescriptor): void {
  tell(chain.upgrades, (upgrades) => upgrades.cancel(descriptor));
}

/** Tells the node's own list of all pending upgrades, since it was not there when they were decided (consensus-core §1.13). */
export function submitAllLocally(ctx: Context): void {
  for (const {descriptor} of new GovernanceState(ctx.tree).pendingUpgrades()) submitLocally(ctx, descriptor);
}

/**
 * An upgrade that is due now must have completed its startup stage (consensus-core §6.6). Throws `HaltError` `upgrade`. A node
 * without a list goes on.
 */
export function requireStarted({chain}: Context, descriptor: UpgradeDescriptor): void {
  if (chain.upgrades === undefined) return;
  const pending = chain.upgrades.find(descriptor);
  if (pending !== null && hasStage(pending, upgradeStages.startup)) return;
  const {handler, epoch} = descriptor;
  throw new HaltError("upgrade", upgradeErrors.stopForUpgrade.message, {details: {handler, epoch}});
}

/** What the list refuses is the node's own business and must not change what a block does (consensus-core §6.5). */
function tell(upgrades: LocalUpgrades | undefined, run: (upgrades: LocalUpgrades) => void): void {
  if (upgrades === undefined) return;
  try {
    run(upgrades);
  } catch (error) {
    const isRefusal = error instanceof CodedError && error.module === upgradeErrors.badDescriptor.module;
    if (!isRefusal) throw error;
  }
}
