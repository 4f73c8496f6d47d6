import {type Address, addressToText, isReservedAddress} from "@oasis-node/primitives/address";
import {utf8} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {maxTokenExponent, maxTokenSymbolLength, tokenSymbolPattern} from "@oasis-node/primitives/token";
import {attempt} from "../attempt/index.ts";
import {memberText} from "../enumeration/index.ts";
import {thresholdKinds} from "../stake/index.ts";
import {checkGenesisDelegations, checkGenesisShares} from "./checkGenesisShares.ts";
import {checkGenesisSchedule} from "./commission.ts";
import type {Account} from "./types/account.ts";
import type {StakingGenesis} from "./types/genesis.ts";
import type {StakingParameters} from "./types/parameters.ts";

const failed = "staking: sanity check failed";

export interface StakingGenesisChecks {
  /** Epoch at which the document starts. */
  readonly baseEpoch: Epoch;
}

/** What is wrong with the staking part of a genesis document (consensus-core §2.7), in the reference's order. */
export function* checkStakingGenesis(
  genesis: StakingGenesis,
  {baseEpoch}: StakingGenesisChecks,
): Generator<string> {
  yield* checkStakingParameters(genesis.parameters);
  yield* checkToken(genesis);
  for (const [address, account] of genesis.ledger ?? []) {
    // The reference crashes (consensus-core §14).
    if (account === null) yield `${failed}: account ${addressToText(address)} is null`;
    else yield* checkAccount(address, account, genesis.parameters, baseEpoch);
  }
  yield* checkTotalSupply(genesis);
  yield* checkGenesisDelegations(genesis);
  yield* checkGenesisShares(genesis);
}

/** What is wrong with the parameters. */
export function* checkStakingParameters(parameters: StakingParameters): Generator<string> {
  for (const kind of Object.values(thresholdKinds)) {
    if (parameters.thresholds?.has(kind)) continue;
    yield `${failed}: threshold for kind '${memberText(thresholdKinds, kind)}' not defined`;
  }
  const {feeSplitWeightPropose, feeSplitWeightVote, feeSplitWeightNextPropose} = parameters;
  if (feeSplitWeightPropose + feeSplitWeightVote + feeSplitWeightNextPropose === 0n)
    yield `${failed}: fee split proportions are all zero`;
}

function* checkToken({tokenSymbol, tokenValueExponent}: StakingGenesis): Generator<string> {
  const {length} = utf8(tokenSymbol);
  if (length === 0) yield `${failed}: token symbol is empty`;
  else if (length > maxTokenSymbolLength) yield `${failed}: token symbol exceeds maximum length`;
  else if (!tokenSymbolPattern.test(tokenSymbol))
    yield `${failed}: token symbol should match '${tokenSymbolPattern.source}'`;
  if (tokenValueExponent > maxTokenExponent) yield `${failed}: token value exponent is invalid`;
}

function* checkAccount(
  address: Address,
  {general, escrow}: Account,
  {commissionScheduleRules}: StakingParameters,
  baseEpoch: Epoch,
): Generator<string> {
  const text = addressToText(address);
  if (isReservedAddress(address)) yield `${failed}: account has invalid address: ${text}`;
  const schedule = attempt(() =>
    checkGenesisSchedule(escrow.commissionSchedule, commissionScheduleRules, baseEpoch),
  );
  if (!schedule.ok)
    yield `${failed}: commission schedule for account ${text} is invalid: ${schedule.problem}`;
  for (const beneficiary of general.allowances?.keys() ?? []) {
    if (isReservedAddress(beneficiary))
      yield `${failed}: account ${text} allowance has invalid beneficiary address ${addressToText(beneficiary)}`;
  }
  // Claims come from what is registered in genesis.
  if ((escrow.stakeAccumulator.claims?.size ?? 0) > 0)
    yield "staking: non-empty stake accumulator in genesis";
}

function* checkTotalSupply(genesis: StakingGenesis): Generator<string> {
  const {governanceDeposits, commonPool, lastBlockFees, totalSupply} = genesis;
  let total = governanceDeposits + commonPool + lastBlockFees;
  for (const account of genesis.ledger?.values() ?? []) {
    if (account === null) continue;
    const {general, escrow} = account;
    total += general.balance + escrow.active.balance + escrow.debonding.balance;
  }
  if (total !== totalSupply)
    yield `${failed}: balances in accounts, plus governance deposits, plus common pool, plus last block fees (${total}), does not add up to total supply (${totalSupply})`;
}
