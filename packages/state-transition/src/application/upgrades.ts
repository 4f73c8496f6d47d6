import type {Epoch, Height} from "@oasis-node/primitives/epoch";
import type {Context, LocalUpgrades} from "../context/index.ts";

/** The node's own list of pending upgrades, as the application drives it (consensus-core §7). */
export interface UpgradeManager extends LocalUpgrades {
  /** Whether an upgrade that has not been completed stands at a height. */
  hasUpgradeAt(height: Height): boolean;
  /**
   * Runs what is due, at the beginning and at the end of every block; `height` is the last one committed. Throws
   * `upgradeErrors.stopForUpgrade` when the epoch of an upgrade has come, any other error when the upgrade fails.
   */
  run(context: Context, epoch: Epoch, height: Height): void;
}
