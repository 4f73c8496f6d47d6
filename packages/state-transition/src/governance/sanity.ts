import {checkGovernanceGenesis, type GovernanceGenesisChecks} from "./checkGenesis.ts";
import {exportGovernance} from "./genesis.ts";
import type {GovernanceState} from "./state.ts";

/**
 * What is inconsistent in governance at the end of a block, for the optional checks of the supplementary sanity application
 * (consensus-paratime §7). By the rules for genesis, since any state may become one; besides, no pending upgrade is past.
 */
export function* checkGovernanceState(
  state: GovernanceState,
  checks: GovernanceGenesisChecks,
): Generator<string> {
  yield* checkGovernanceGenesis(exportGovernance(state), checks);
  for (const {descriptor} of state.pendingUpgrades()) {
    if (descriptor.epoch < checks.baseEpoch) {
      yield `governance: pending upgrades sanity check failed: pending upgrade ${descriptor.handler}: past upgrade epoch`;
    }
  }
}
