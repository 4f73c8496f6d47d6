import {reservedAddresses, stakingAddress} from "@oasis-node/primitives/address";
import {type Quantity, quotient, subtract} from "@oasis-node/primitives/quantity";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Context} from "../context/index.ts";
import {emitStaking} from "./events.ts";
import type {BalanceHolder} from "./sharePool.ts";
import {StakingState} from "./state.ts";

/**
 * At the end of a block: its proposer gets a part of the fees, the rest waits for those who vote on the block and for the next
 * proposer (consensus-core §4.8 A). Without a known proposer that part goes to the common pool.
 */
export function splitBlockFees(context: Context, total: Quantity, proposer: PublicKey | null): void {
  const state = new StakingState(context.tree);
  if (total === 0n) {
    state.setLastBlockFees(0n);
    return;
  }
  const {feeSplitWeightPropose, feeSplitWeightVote, feeSplitWeightNextPropose} = state.parameters();
  const later = feeSplitWeightVote + feeSplitWeightNextPropose;
  const kept = quotient(total * later, later + feeSplitWeightPropose);
  state.setLastBlockFees(kept);
  const fees = {balance: subtract(total, kept)};
  if (proposer !== null && fees.balance !== 0n) payFees(context, state, fees, proposer, fees.balance);
  payRest(context, state, fees);
}

/** Validators of the last block, as a block begins. */
export interface Voters {
  /** How many could have voted. */
  readonly eligible: number;
  /** Entities of those that did, once for each of their nodes. */
  readonly entities: readonly PublicKey[];
}

/**
 * At the beginning of the next block: pays what waited to the voters, and for each of them something to the proposer; the
 * rest goes to the common pool (consensus-core §4.8 B). Throws `QuantityError` where it is divided by zero, which stops the
 * chain.
 */
export function payLastBlockFees(context: Context, proposer: PublicKey | null, voters: Voters): void {
  const state = new StakingState(context.tree);
  const fees = {balance: state.lastBlockFees()};
  if (fees.balance === 0n) return;
  const {feeSplitWeightVote, feeSplitWeightNextPropose} = state.parameters();
  const perValidator = quotient(fees.balance, BigInt(voters.eligible));
  const forProposer = quotient(
    perValidator * feeSplitWeightNextPropose,
    feeSplitWeightVote + feeSplitWeightNextPropose,
  );
  const forVoter = perValidator - forProposer;
  const proposerTotal = forProposer * BigInt(voters.entities.length);
  if (proposerTotal !== 0n && proposer !== null) payFees(context, state, fees, proposer, proposerTotal);
  if (forVoter !== 0n) for (const voter of voters.entities) payFees(context, state, fees, voter, forVoter);
  payRest(context, state, fees);
}

function payFees(
  context: Context,
  state: StakingState,
  fees: BalanceHolder,
  entity: PublicKey,
  amount: Quantity,
): void {
  const to = stakingAddress(entity);
  const account = state.account(to);
  fees.balance = subtract(fees.balance, amount);
  account.general.balance += amount;
  state.setAccount(to, account);
  emitStaking.transfer(context, {from: reservedAddresses.feeAccumulator, to, amount});
}

function payRest(context: Context, state: StakingState, {balance: amount}: BalanceHolder): void {
  if (amount === 0n) return;
  state.setCommonPool(state.commonPool() + amount);
  const {feeAccumulator: from, commonPool: to} = reservedAddresses;
  emitStaking.transfer(context, {from, to, amount});
}
