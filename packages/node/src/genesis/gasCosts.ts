import {asGas} from "@oasis-node/primitives/epoch";
import type {Costs} from "@oasis-node/state-transition/consensus";
import {governanceGasOps} from "@oasis-node/state-transition/governance";
import {registryGasOps} from "@oasis-node/state-transition/registry";
import {roothashGasOps} from "@oasis-node/state-transition/roothash";

/** What every operation costs in the documents that `genesis init` makes. */
const defaultCost = asGas(1000n);

/** Gas costs of the modules in the documents that `genesis init` makes; staking's come with its state. */
export const defaultGasCosts = {
  registry: costsOf(registryGasOps),
  roothash: costsOf(roothashGasOps),
  governance: costsOf(governanceGasOps),
} as const;

function costsOf(operations: Readonly<Record<string, string>>): NonNullable<Costs> {
  return new Map(Object.values(operations).map((operation) => [operation, defaultCost]));
}
