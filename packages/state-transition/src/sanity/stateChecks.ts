import {invalidEpoch} from "@oasis-node/primitives/epoch";
import {checkGovernanceState} from "../governance/index.ts";
import {GovernanceState} from "../governance/state.ts";
import {checkKeymanagerGenesis} from "../keymanager/index.ts";
import {KeymanagerState} from "../keymanager/state.ts";
import {attestationSettings, checkRegistryState} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {checkStakingState, type Token} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import type {SanityCheck} from "./check.ts";
import {checkRoothash} from "./checks/roothash.ts";
import {checkClaims} from "./checks/stakeClaims.ts";

export interface StateCheckOptions {
  /** Of the running genesis document. */
  readonly token: Token;
  /** This node's clock, in seconds since 1970. */
  readonly clock: () => bigint;
}

/** The checks of the reference in its order (consensus-paratime §7). PERF: read nearly the whole state. */
export function stateChecks({token, clock}: StateCheckOptions): readonly SanityCheck[] {
  return [
    {
      name: "epoch",
      *run(_, epoch) {
        if (epoch === invalidEpoch) yield "current epoch is invalid";
      },
    },
    {
      name: "registry",
      run: ({tree, chain: {node, verifier}, now}, epoch) =>
        checkRegistryState(new RegistryState(tree), {
          debugAllowed: node.debugAllowed,
          verifier,
          attestation: attestationSettings(node, now),
          epoch,
        }),
    },
    {name: "roothash", run: (ctx) => checkRoothash(ctx, clock())},
    {name: "staking", run: ({tree}, epoch) => checkStakingState(new StakingState(tree), token, epoch)},
    {
      name: "key manager",
      run: ({tree, chain: {verifier}}) =>
        checkKeymanagerGenesis({statuses: new KeymanagerState(tree).statuses()}, {verifier}),
    },
    {
      name: "governance",
      run: ({tree}, epoch) => {
        const governanceDeposits = new StakingState(tree).governanceDeposits();
        return checkGovernanceState(new GovernanceState(tree), {baseEpoch: epoch, governanceDeposits});
      },
    },
    {name: "stake claims", run: (ctx) => checkClaims(ctx)},
  ];
}
