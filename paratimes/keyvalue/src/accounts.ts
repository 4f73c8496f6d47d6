import {method, nothing} from "@oasis-node/paratime-sdk/calls";
import {StakingReader} from "@oasis-node/paratime-sdk/consensus";
import {Address} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {map, tuple} from "@oasis-node/primitives/cbor";
import {type Account, Delegation} from "@oasis-node/state-transition/staking";
import {RuntimeAccount} from "./accountForm.ts";

const Accounts = tuple("keyvalue.Accounts", {
  accounts: map(Address, RuntimeAccount),
  /** By escrow account, then delegator. */
  delegations: map(Address, map(Address, Delegation)),
});

/** All accounts and delegations of the consensus layer, at the block that the batch builds on. */
export const consensusAccounts = method({
  args: nothing,
  result: Accounts,
  run: async ({environment}) => {
    const accounts = new BytesMap<Address, Account>();
    const delegations = new BytesMap<Address, BytesMap<Address, Delegation>>();
    if (environment.isCheck) return {accounts, delegations};
    const staking = new StakingReader(environment.consensusState);
    for (const address of await staking.addresses()) accounts.set(address, await staking.account(address));
    for (const {escrow, delegator, delegation} of await staking.delegations()) {
      const delegators = delegations.get(escrow) ?? new BytesMap<Address, Delegation>();
      delegations.set(escrow, delegators.set(delegator, delegation));
    }
    return {accounts, delegations};
  },
});
