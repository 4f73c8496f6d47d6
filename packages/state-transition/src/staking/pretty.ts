import {addressToText} from "@oasis-node/primitives/address";
import type {Quantity} from "@oasis-node/primitives/quantity";
import {prettyAmount, prettyFraction, type TokenContext} from "@oasis-node/primitives/token";
import {memberText} from "../enumeration/index.ts";
import {type StakeAccumulator, type StakeThreshold, thresholdKinds} from "../stake/index.ts";
import type {Account, EscrowAccount, GeneralAccount, SharePool} from "./types/account.ts";
import type {
  Allow,
  AmendCommissionSchedule,
  Burn,
  Escrow,
  ReclaimEscrow,
  Transfer,
  Withdraw,
} from "./types/bodies.ts";
import {type CommissionSchedule, commissionRateDenominator} from "./types/commission.ts";

/** Writes a value for people: lines that begin with a prefix. */
export type PrettyPrinter<T> = (value: T, prefix: string, token: TokenContext) => string;

/** Base-10 exponent of a percent in the units of commission rates. */
const percentExponent = 3;

/** Bodies of transactions, by the names of their methods, as the command line of the reference shows them. */
export const prettyBodies = {
  "staking.Transfer": ({to, amount}: Transfer, prefix: string, token: TokenContext): string =>
    lines(prefix, `To:     ${addressToText(to)}`, `Amount: ${prettyAmount(amount, token)}`),
  "staking.Burn": ({amount}: Burn, prefix: string, token: TokenContext): string =>
    lines(prefix, `Amount: ${prettyAmount(amount, token)}`),
  "staking.AddEscrow": ({account, amount}: Escrow, prefix: string, token: TokenContext): string =>
    lines(prefix, `To:     ${addressToText(account)}`, `Amount: ${prettyAmount(amount, token)}`),
  "staking.ReclaimEscrow": ({account, shares}: ReclaimEscrow, prefix: string): string =>
    lines(prefix, `From:   ${addressToText(account)}`, `Shares: ${shares}`),
  "staking.AmendCommissionSchedule": ({amendment}: AmendCommissionSchedule, prefix: string): string =>
    lines(prefix, "Amendment:") + prettySchedule(amendment, `${prefix}  `),
  "staking.Allow": (
    {beneficiary, negative, amountChange}: Allow,
    prefix: string,
    token: TokenContext,
  ): string => {
    const amount = prettyAmount(amountChange, {...token, sign: negative ? "-" : "+"});
    return lines(prefix, `Beneficiary:   ${addressToText(beneficiary)}`, `Amount change: ${amount}`);
  },
  "staking.Withdraw": ({from, amount}: Withdraw, prefix: string, token: TokenContext): string =>
    lines(prefix, `From:   ${addressToText(from)}`, `Amount: ${prettyAmount(amount, token)}`),
} as const;

/** A whole account, as the command line of the reference shows it. */
export const prettyAccount: PrettyPrinter<Account> = ({general, escrow}, prefix, token) =>
  lines(prefix, "General Account:") +
  prettyGeneral(general, `${prefix}  `, token) +
  lines(prefix, "Escrow Account:") +
  prettyEscrow(escrow, `${prefix}  `, token);

/** The prefix stands twice before allowances: a kept oddity. */
function prettyGeneral(
  {balance, nonce, allowances}: GeneralAccount,
  prefix: string,
  token: TokenContext,
): string {
  const allowed = [...(allowances ?? [])].map(
    ([beneficiary, amount]) => `${prefix}${addressToText(beneficiary)}: ${prettyAmount(amount, token)}`,
  );
  return lines(
    prefix,
    `Balance: ${prettyAmount(balance, token)}`,
    `Nonce:   ${nonce}`,
    "Allowances:",
    ...(allowed.length > 0 ? allowed : [`${prefix}none`]),
  );
}

function prettyEscrow(escrow: EscrowAccount, prefix: string, token: TokenContext): string {
  const inner = `${prefix}  `;
  return (
    lines(prefix, "Active:") +
    prettyPool(escrow.active, inner, token) +
    lines(prefix, "Debonding:") +
    prettyPool(escrow.debonding, inner, token) +
    lines(prefix, "Commission Schedule:") +
    prettySchedule(escrow.commissionSchedule, inner) +
    lines(prefix, "Stake Accumulator:") +
    prettyAccumulator(escrow.stakeAccumulator, inner)
  );
}

function prettyPool({balance, totalShares}: SharePool, prefix: string, token: TokenContext): string {
  return lines(prefix, `Balance:      ${prettyAmount(balance, token)}`, `Total Shares: ${totalShares}`);
}

/** A commission schedule. */
export function prettySchedule({rates, bounds}: CommissionSchedule, prefix: string): string {
  return (
    prettySteps("Rates:", prefix, rates, ({start, rate}) => [
      `start: epoch ${start}`,
      `rate:  ${prettyRate(rate)}`,
    ]) +
    prettySteps("Rate Bounds:", prefix, bounds, ({start, rateMin, rateMax}) => [
      `start:        epoch ${start}`,
      `minimum rate: ${prettyRate(rateMin)}`,
      `maximum rate: ${prettyRate(rateMax)}`,
    ])
  );
}

/** Steps numbered from one, further lines of a step below its first. */
function prettySteps<T>(
  title: string,
  prefix: string,
  steps: readonly T[] | null,
  describe: (step: T) => readonly string[],
): string {
  if (steps === null) return lines(prefix, `${title} (none)`);
  const numbered = steps.flatMap((step, i) => {
    const number = `(${i + 1}) `;
    return describe(step).map((line, at) => `  ${at === 0 ? number : " ".repeat(number.length)}${line}`);
  });
  return lines(prefix, title, ...numbered);
}

function prettyRate(rate: Quantity): string {
  return rate > commissionRateDenominator ? "(invalid)" : `${prettyFraction(rate, percentExponent)}%`;
}

/** The claims on an escrow. */
export function prettyAccumulator({claims}: StakeAccumulator, prefix: string): string {
  if (claims === null) return lines(prefix, "Claims: (none)");
  const described = [...claims].flatMap(([claim, thresholds]) => [
    `  - Name: ${claim}`,
    ...(thresholds ?? []).flatMap((threshold) => [
      "    Staking Thresholds:",
      `      - ${prettyThreshold(threshold)}`,
    ]),
  ]);
  return lines(prefix, "Claims:", ...described);
}

function prettyThreshold({global, constant}: StakeThreshold): string {
  if (global !== null) return `Global: ${memberText(thresholdKinds, global) ?? "[unknown threshold kind]"}`;
  return constant === null ? "(malformed)" : `Constant: ${constant}`;
}

function lines(prefix: string, ...texts: readonly string[]): string {
  return texts.map((text) => `${prefix}${text}\n`).join("");
}
