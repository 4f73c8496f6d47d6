import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {type Address, addressToText, isReservedAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, type Epoch} from "@oasis-node/primitives/epoch";
import type {KeyFormat} from "@oasis-node/primitives/keyFormat";
import {Quantity} from "@oasis-node/primitives/quantity";
import {decodeStored, readRequired, readValue, storedEntries, writeValue} from "../storedValue/index.ts";
import {stakingKeys as keys} from "./keys.ts";
import {StakingError} from "./stakingError.ts";
import {Account} from "./types/account.ts";
import {DebondingDelegation, Delegation} from "./types/delegation.ts";
import {EpochSigning} from "./types/epochSigning.ts";
import {StakingParameters} from "./types/parameters.ts";

const empty = new Uint8Array();

/** A delegation and whose it is. */
export interface StoredDelegation {
  readonly escrow: Address;
  readonly delegator: Address;
  readonly delegation: Delegation;
}

/** A debonding delegation, whose it is, and the epoch it is stored under. */
export interface StoredDebondingDelegation {
  readonly delegator: Address;
  readonly escrow: Address;
  readonly end: Epoch;
  readonly delegation: DebondingDelegation;
}

/**
 * Staking's part of the state tree (consensus-core §4.1). What is not there reads as zero. Values are fresh copies: changes
 * count only when they are set. Throws `StateError` for state that cannot be read.
 */
export class StakingState {
  readonly #tree: KeyValueTree;

  constructor(tree: KeyValueTree) {
    this.#tree = tree;
  }

  parameters(): StakingParameters {
    return readRequired(this.#tree, keys.parameters.encode(), StakingParameters);
  }

  setParameters(parameters: StakingParameters): void {
    writeValue(this.#tree, keys.parameters.encode(), StakingParameters, parameters);
  }

  totalSupply(): Quantity {
    return this.#balance(keys.totalSupply);
  }

  setTotalSupply(amount: Quantity): void {
    this.#setBalance(keys.totalSupply, amount);
  }

  commonPool(): Quantity {
    return this.#balance(keys.commonPool);
  }

  setCommonPool(amount: Quantity): void {
    this.#setBalance(keys.commonPool, amount);
  }

  /** Fees of the last block that are still to be paid to voters and the next proposer. */
  lastBlockFees(): Quantity {
    return this.#balance(keys.lastBlockFees);
  }

  setLastBlockFees(amount: Quantity): void {
    this.#setBalance(keys.lastBlockFees, amount);
  }

  governanceDeposits(): Quantity {
    return this.#balance(keys.governanceDeposits);
  }

  setGovernanceDeposits(amount: Quantity): void {
    this.#setBalance(keys.governanceDeposits, amount);
  }

  /** Throws `StakingError` `reservedAddress`: the protocol's own accounts are balances of their own. */
  account(address: Address): Account {
    if (isReservedAddress(address)) {
      const text = addressToText(address);
      throw new StakingError("reservedAddress", `tendermint/staking: invalid account address: ${text}`, {
        details: {address: text},
      });
    }
    return readValue(this.#tree, keys.account.encode(address), Account) ?? Account.zero();
  }

  /** Never removes the account, even when it is all zero. */
  setAccount(address: Address, account: Account): void {
    writeValue(this.#tree, keys.account.encode(address), Account, account);
  }

  /** Addresses of all accounts, ascending. */
  addresses(): Address[] {
    return storedEntries(this.#tree, keys.account).map(({parts: [address]}) => address);
  }

  delegation(delegator: Address, escrow: Address): Delegation {
    return readValue(this.#tree, keys.delegation.encode(escrow, delegator), Delegation) ?? Delegation.zero();
  }

  /** Removes a delegation without shares. */
  setDelegation(delegator: Address, escrow: Address, delegation: Delegation): void {
    const key = keys.delegation.encode(escrow, delegator);
    if (delegation.shares === 0n) this.#tree.remove(key);
    else writeValue(this.#tree, key, Delegation, delegation);
  }

  /** All delegations, or those to one account; by escrow account, then delegator. */
  delegations(...to: [] | [escrow: Address]): StoredDelegation[] {
    return storedEntries(this.#tree, keys.delegation, ...to).map(({key, parts, value}) => {
      const [escrow, delegator] = parts;
      return {escrow, delegator, delegation: decodeStored(Delegation, value, key)};
    });
  }

  debondingDelegation(delegator: Address, escrow: Address, end: Epoch): DebondingDelegation {
    const key = keys.debondingDelegation.encode(delegator, escrow, end);
    return readValue(this.#tree, key, DebondingDelegation) ?? DebondingDelegation.zero();
  }

  /** Stores and queues a debonding delegation. What already ends in the same epoch is added to it. */
  addDebondingDelegation(
    delegator: Address,
    escrow: Address,
    {shares, debondEnd}: DebondingDelegation,
  ): void {
    const existing = this.debondingDelegation(delegator, escrow, debondEnd);
    this.#tree.insert(keys.debondingQueue.encode(debondEnd, delegator, escrow), empty);
    writeValue(
      this.#tree,
      keys.debondingDelegation.encode(delegator, escrow, debondEnd),
      DebondingDelegation,
      {shares: shares + existing.shares, debondEnd},
    );
  }

  removeDebondingDelegation({delegator, escrow, end}: StoredDebondingDelegation): void {
    this.#tree.remove(keys.debondingQueue.encode(end, delegator, escrow));
    this.#tree.remove(keys.debondingDelegation.encode(delegator, escrow, end));
  }

  /** All debonding delegations, or those of one account; by delegator, escrow account and end. */
  debondingDelegations(...of: [] | [delegator: Address]): StoredDebondingDelegation[] {
    return storedEntries(this.#tree, keys.debondingDelegation, ...of).map(({key, parts, value}) => {
      const [delegator, escrow, end] = parts;
      return {
        delegator,
        escrow,
        end: asEpoch(end),
        delegation: decodeStored(DebondingDelegation, value, key),
      };
    });
  }

  /** What has ended by an epoch, in the order of the queue. PERF: reads the expired part of the queue only. */
  expiredDebondingDelegations(epoch: Epoch): StoredDebondingDelegation[] {
    const iterator = this.#tree.iterator();
    const expired: StoredDebondingDelegation[] = [];
    for (let item = iterator.seek(keys.debondingQueue.encodePrefix()); item; item = iterator.next()) {
      const parts = keys.debondingQueue.decode(item.key);
      if (parts === null || parts[0] > epoch) break;
      const [end, delegator, escrow] = [asEpoch(parts[0]), parts[1], parts[2]];
      const delegation = this.debondingDelegation(delegator, escrow, end);
      expired.push({delegator, escrow, end, delegation});
    }
    return expired;
  }

  epochSigning(): EpochSigning {
    const stored = readValue(this.#tree, keys.epochSigning.encode(), EpochSigning);
    return stored ?? EpochSigning.make({byEntity: new BytesMap()});
  }

  setEpochSigning(signing: EpochSigning): void {
    writeValue(this.#tree, keys.epochSigning.encode(), EpochSigning, signing);
  }

  clearEpochSigning(): void {
    this.#tree.remove(keys.epochSigning.encode());
  }

  #balance(format: KeyFormat<readonly []>): Quantity {
    return readValue(this.#tree, format.encode(), Quantity) ?? 0n;
  }

  #setBalance(format: KeyFormat<readonly []>, amount: Quantity): void {
    writeValue(this.#tree, format.encode(), Quantity, amount);
  }
}
