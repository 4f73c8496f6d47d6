import type {Address} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {StakeThreshold} from "../stake/index.ts";
import {addStakeClaim, checkStakeClaims, removeStakeClaim, type Thresholds} from "./stakeClaims.ts";
import type {StakingState} from "./state.ts";
import type {Account} from "./types/account.ts";

/**
 * Stake claims of several accounts, changed in memory and stored together (consensus-core §4.10). The accounts must not be
 * stored by anybody else in between: they would be overwritten.
 */
export class StakeAccumulatorCache {
  readonly #state: StakingState;
  readonly #thresholds: Thresholds;
  readonly #accounts = new BytesMap<Address, Account>();

  /** The global thresholds are those of now. */
  constructor(state: StakingState) {
    this.#state = state;
    this.#thresholds = state.parameters().thresholds;
  }

  /** Throws `insufficientStake`. */
  checkStakeClaims(address: Address): void {
    checkStakeClaims(this.#account(address).escrow, this.#thresholds);
  }

  /** Adds or replaces a claim. Throws `insufficientStake`; nothing has changed then. */
  addStakeClaim(address: Address, claim: string, claimed: StakeThreshold[] | null): void {
    addStakeClaim(this.#account(address).escrow, this.#thresholds, claim, claimed);
  }

  /** Throws `StakingError` `noClaim`. */
  removeStakeClaim(address: Address, claim: string): void {
    removeStakeClaim(this.#account(address).escrow, claim);
  }

  /** Active stake of an account, in base units. */
  escrowBalance(address: Address): Quantity {
    return this.#account(address).escrow.active.balance;
  }

  /** Stores every account that was touched, even if only read: unknown ones come into being (consensus-core §4.10). */
  commit(): void {
    for (const [address, account] of this.#accounts) this.#state.setAccount(address, account);
  }

  /** Forgets the changes. */
  discard(): void {
    this.#accounts.clear();
  }

  #account(address: Address): Account {
    const known = this.#accounts.get(address);
    if (known !== undefined) return known;
    const account = this.#state.account(address);
    this.#accounts.set(address, account);
    return account;
  }
}
