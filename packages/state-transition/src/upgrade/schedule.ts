import type {Epoch, Height} from "@oasis-node/primitives/epoch";
import {upgradeErrors} from "./errors.ts";
import {cancelUpgrade, findUpgrade, isUpgradeAt, type PendingUpgrades, submitUpgrade} from "./pending.ts";
import {missingHandler, startUpgrades, stepUpgrades} from "./progress.ts";
import type {PendingUpgrade, UpgradeDescriptor} from "./types.ts";

/** Changes the state at the beginning and at the end of the block of the upgrade; which of the two is in the context. */
export type UpgradeHandler<C> = (context: C) => void;

export interface UpgradeScheduleOptions<C> {
  /** The list as it was kept. */
  readonly pending: PendingUpgrades;
  /** The upgrades that this software contains, by name. */
  readonly handlers: ReadonlyMap<string, UpgradeHandler<C>>;
  /** Keeps the list; called whenever it has changed, and done when it returns: the node may stop right after. */
  readonly save: (pending: PendingUpgrades) => void;
}

/** The upgrades of a running node, `C` being the context in which its application runs (consensus-core §7). */
export class UpgradeSchedule<C> {
  readonly #handlers: ReadonlyMap<string, UpgradeHandler<C>>;
  readonly #save: (pending: PendingUpgrades) => void;
  #pending: PendingUpgrades;

  /** Throws `UpgradeError` when this software cannot go on with an upgrade that was reached. */
  constructor({pending, handlers, save}: UpgradeScheduleOptions<C>) {
    this.#handlers = handlers;
    this.#save = save;
    this.#pending = pending;
    this.#change(startUpgrades(pending, (name) => handlers.has(name)));
  }

  get pending(): PendingUpgrades {
    return this.#pending;
  }

  /** Throws (upgrade, 5). */
  submit(descriptor: UpgradeDescriptor): void {
    this.#change(submitUpgrade(this.#pending, descriptor));
  }

  /** Throws (upgrade, 6). */
  cancel(descriptor: UpgradeDescriptor): void {
    this.#change(cancelUpgrade(this.#pending, descriptor));
  }

  find(descriptor: UpgradeDescriptor): PendingUpgrade | null {
    return findUpgrade(this.#pending, descriptor);
  }

  hasUpgradeAt(height: Height): boolean {
    return isUpgradeAt(this.#pending, height);
  }

  /**
   * At the beginning and at the end of a block after `height`. Throws (upgrade, 1) when the epoch of an upgrade has come,
   * `UpgradeError`, and what a handler throws.
   */
  run(context: C, epoch: Epoch, height: Height): void {
    const {pending, due, stopFor} = stepUpgrades(this.#pending, epoch, height);
    for (const descriptor of due) {
      const handler = this.#handlers.get(descriptor.handler);
      if (handler === undefined) throw missingHandler(descriptor);
      handler(context);
    }
    this.#change(pending);
    if (stopFor !== null) throw upgradeErrors.stopForUpgrade({details: {handler: stopFor.handler}});
  }

  #change(pending: PendingUpgrades): void {
    const isSame =
      pending.length === this.#pending.length && pending.every((one, index) => one === this.#pending[index]);
    if (isSame) return;
    this.#pending = pending;
    this.#save(pending);
  }
}
