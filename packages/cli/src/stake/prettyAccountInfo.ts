import {addressToText} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import {prettyAmount} from "@oasis-node/primitives/token";
import {prettyAccumulator, prettySchedule, type SharePool} from "@oasis-node/state-transition/staking";
import {prettyDelegations, type ShownDelegation, shownDelegation} from "./prettyDelegations.ts";
import type {AccountInfo} from "./queryAccount.ts";

const indent = "  ";

/** What `stake account info` prints (cli-config-grpc §3.4): sections that have something to show, a blank line after each. */
export function prettyAccountInfo(info: AccountInfo): string {
  const {account, height} = info;
  return [
    `Account State for Height: ${height}\n`,
    section("Balance", balance(info)),
    section("Allowances for this Account", allowances(info)),
    ...incoming(info),
    section("Commission Schedule", schedule(info)),
    section("Stake Accumulator", claims(info)),
    `Nonce: ${account.general.nonce}\n`,
  ].join("");
}

function section(title: string, body: string | null): string {
  return body === null ? "" : `${title}:\n${body}\n`;
}

function balance({address, account, delegationsFor, debondingFor, token}: AccountInfo): string {
  const available = account.general.balance;
  const active = [...(delegationsFor ?? [])].map(([to, {delegation, pool}]) =>
    shownDelegation(address, to, delegation, pool),
  );
  const debonding = [...(debondingFor ?? [])].flatMap(([to, list]) =>
    (list ?? []).map(({delegation, pool}) => shownDelegation(address, to, delegation, pool)),
  );
  const total = available + sum(active) + sum(debonding);
  const outgoing = (title: string, delegations: readonly ShownDelegation[]): string => {
    if (delegations.length === 0) return "";
    const inner = `${indent}  `;
    return (
      `${indent}${title} Delegations from this Account:\n` +
      `${inner}Total: ${prettyAmount(sum(delegations), token)}\n` +
      prettyDelegations(delegations, "To:", inner, token)
    );
  };
  return (
    `${indent}Total: ${prettyAmount(total, token)}\n` +
    `${indent}Available: ${prettyAmount(available, token)}\n` +
    outgoing("Active", active) +
    outgoing("Debonding", debonding)
  );
}

function sum(items: readonly {readonly amount: bigint}[]): bigint {
  return items.reduce((total, {amount}) => total + amount, 0n);
}

/** The largest amounts first. */
function allowances({address, account, token}: AccountInfo): string | null {
  const items = [...(account.general.allowances ?? [])].map(([beneficiary, amount]) => ({
    text: addressToText(beneficiary),
    isSelf: equal(beneficiary, address),
    amount,
  }));
  if (items.length === 0) return null;
  const sorted = items.toSorted((a, b) =>
    a.amount === b.amount ? (a.text < b.text ? -1 : 1) : a.amount > b.amount ? -1 : 1,
  );
  const shown = sorted.map(
    ({text, isSelf, amount}) =>
      `${indent}  - Beneficiary: ${text}${isSelf ? " (self)" : ""}\n` +
      `${indent}    Amount:      ${prettyAmount(amount, token)}\n`,
  );
  const total = `${indent}Total: ${prettyAmount(sum(items), token)}\n`;
  return `${total}${indent}Allowances:\n${shown.join("")}`;
}

/** Totals are those of the pools, not of what is shown: a kept oddity. */
function incoming({address, account, delegationsTo, debondingTo, token}: AccountInfo): string[] {
  const {active, debonding} = account.escrow;
  const shown = (title: string, pool: SharePool, delegations: readonly ShownDelegation[]): string => {
    if (delegations.length === 0) return "";
    const total = `${indent}Total: ${prettyAmount(pool.balance, token)} (${pool.totalShares} shares)\n`;
    const body = total + prettyDelegations(delegations, "From:", indent, token);
    return section(`${title} Delegations to this Account`, body);
  };
  const fromActive = [...(delegationsTo ?? [])].map(([from, one]) =>
    shownDelegation(address, from, one, active),
  );
  const fromDebonding = [...(debondingTo ?? [])].flatMap(([from, list]) =>
    (list ?? []).map((one) => shownDelegation(address, from, one, debonding)),
  );
  return [shown("Active", active, fromActive), shown("Debonding", debonding, fromDebonding)];
}

function schedule({account}: AccountInfo): string | null {
  const {commissionSchedule} = account.escrow;
  const {rates, bounds} = commissionSchedule;
  const isEmpty = (rates ?? []).length + (bounds ?? []).length === 0;
  return isEmpty ? null : prettySchedule(commissionSchedule, indent);
}

function claims({account}: AccountInfo): string | null {
  const {stakeAccumulator} = account.escrow;
  const isEmpty = [...(stakeAccumulator.claims ?? [])].length === 0;
  return isEmpty ? null : prettyAccumulator(stakeAccumulator, indent);
}
