import {beaconDebugMethods, beaconMethods} from "../beacon/index.ts";
import type {Method} from "../consensus/index.ts";
import {governanceMethods} from "../governance/index.ts";
import {keymanagerMethods} from "../keymanager/index.ts";
import {registryMethods} from "../registry/index.ts";
import {roothashMethods} from "../roothash/index.ts";
import {stakingMethods} from "../staking/index.ts";

/** All transaction methods of the consensus layer, by full name (consensus-core §1.1). */
export const transactionMethods = Object.freeze({
  ...beaconDebugMethods,
  ...beaconMethods,
  ...stakingMethods,
  ...registryMethods,
  ...governanceMethods,
  ...keymanagerMethods,
  ...roothashMethods,
});

const byName: ReadonlyMap<string, Method> = new Map(Object.entries(transactionMethods));

/** The method of that name, or undefined. */
export function transactionMethod(name: string): Method | undefined {
  return byName.get(name);
}
