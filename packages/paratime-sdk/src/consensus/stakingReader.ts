import type {Address} from "@oasis-node/primitives/address";
import {decode} from "@oasis-node/primitives/cbor";
import {Account, Delegation, stakingKeys} from "@oasis-node/state-transition/staking";
import type {ReadableState} from "../state/index.ts";

/** The ledger as a ParaTime reads it from the consensus state (consensus-core §4.1). */
export class StakingReader {
  readonly #state: ReadableState;

  constructor(state: ReadableState) {
    this.#state = state;
  }

  /** All zero when there is none. */
  async account(address: Address): Promise<Account> {
    const value = await this.#state.get(stakingKeys.account.encode(address));
    return value === null ? Account.zero() : decode(Account, value);
  }

  /** Addresses of all accounts, in their order. */
  async addresses(): Promise<Address[]> {
    const found: Address[] = [];
    for await (const {key} of this.#state.iterate(stakingKeys.account.encodePrefix())) {
      const values = stakingKeys.account.decode(key);
      if (values === null) break;
      found.push(values[0]);
    }
    return found;
  }

  /** All delegations: escrow account, delegator, shares. */
  async delegations(): Promise<{escrow: Address; delegator: Address; delegation: Delegation}[]> {
    const found = [];
    for await (const {key, value} of this.#state.iterate(stakingKeys.delegation.encodePrefix())) {
      const values = stakingKeys.delegation.decode(key);
      if (values === null) break;
      const [escrow, delegator] = values;
      found.push({escrow, delegator, delegation: decode(Delegation, value)});
    }
    return found;
  }
}
