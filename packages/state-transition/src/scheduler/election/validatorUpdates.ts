import {compare} from "@oasis-node/primitives/bytes";
import type {Validator} from "../../context/index.ts";
import type {ValidatorPowers} from "../types/index.ts";

/**
 * How the validator set changes: power 0 for those that leave, the new power for those that come or change. By key; the
 * engine sorts on its own, so the order does not matter (consensus-paratime §2.4).
 */
export function validatorUpdates(current: ValidatorPowers, pending: ValidatorPowers): Validator[] {
  const updates: Validator[] = [];
  for (const [publicKey] of current ?? []) {
    if (pending?.has(publicKey) !== true) updates.push({publicKey, power: 0n});
  }
  for (const [publicKey, power] of pending ?? []) {
    if (current?.get(publicKey) !== power) updates.push({publicKey, power});
  }
  return updates.sort((a, b) => compare(a.publicKey, b.publicKey));
}
