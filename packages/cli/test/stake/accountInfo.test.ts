import {type Address, addressFromText} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {
  Account,
  CommissionSchedule,
  type DebondingDelegation,
  type DebondingDelegationInfo,
  type Delegation,
  type DelegationInfo,
  type SharePool,
  StakeAccumulator,
  thresholdKinds,
} from "@oasis-node/state-transition/staking";
import {describe, expect, test} from "vitest";
import {prettyAccountInfo} from "../../src/stake/prettyAccountInfo.ts";
import type {AccountInfo} from "../../src/stake/queryAccount.ts";
import {recording} from "../support/recording.ts";

const recordings = [
  "stake_account_info_acct1",
  "stake_account_info_acct2_debonding",
  "stake_account_info_acct5_commission_schedule",
  "stake_account_info_acct8",
  "stake_account_info_acct9_entity_runtime_claims",
  "stake_account_info_at_height",
  "stake_account_info_common_pool",
  "stake_account_info_entity0_validator",
];

describe("stake account info", () => {
  test.each(recordings)("%s: what the account was like is shown as recorded", (name) => {
    const {args, stdout} = recording(name);
    const address = addressFromText(args[args.indexOf("--stake.account.address") + 1] ?? "");
    expect(prettyAccountInfo(accountOf(address, stdout))).toBe(stdout);
  });

  test("of delegations that end together the larger one comes first, then the lower address", () => {
    const address = someAddress;
    const info = accountOf(address, recording("stake_account_info_common_pool").stdout);
    const pool = {balance: 30n, totalShares: 10n};
    const of = (shares: bigint, end: bigint): DebondingDelegationInfo => ({
      delegation: {shares, debondEnd: asEpoch(end)},
      pool,
    });
    const debondingFor: AccountInfo["debondingFor"] = new BytesMap([
      [address, [of(1n, 9n), of(2n, 9n), of(3n, 8n)]],
    ]);
    const debondingTo: AccountInfo["debondingTo"] = new BytesMap([
      [address, [{shares: 5n, debondEnd: asEpoch(4n)}]],
    ]);
    const account = Account.make({...info.account});
    account.escrow.debonding = {balance: 21n, totalShares: 7n};
    expect(
      prettyAccountInfo({...info, account, debondingFor, debondingTo}),
    ).toBe(`Account State for Height: 2477
Balance:
  Total: 999.218886646 GOLD
  Available: 999.218886628 GOLD
  Debonding Delegations from this Account:
    Total: 0.000000018 GOLD
    Delegations:
      - To:       ${someText} (self)
        Amount:   0.000000009 GOLD (3 shares)
        End Time: epoch 8
      - To:       ${someText} (self)
        Amount:   0.000000006 GOLD (2 shares)
        End Time: epoch 9
      - To:       ${someText} (self)
        Amount:   0.000000003 GOLD (1 shares)
        End Time: epoch 9

Debonding Delegations to this Account:
  Total: 0.000000021 GOLD (7 shares)
  Delegations:
    - From:     ${someText} (self)
      Amount:   0.000000015 GOLD (5 shares)
      End Time: epoch 4

Nonce: 0
`);
  });
});

const someText = "oasis1qr2lf646gf8jpqwh0gfumdlqmerjr7nrqg7v54d7";
const someAddress = addressFromText(someText);

/** The account that a recorded text tells of. Lists are turned around, because it is the text that has an order. */
function accountOf(address: Address, text: string): AccountInfo {
  const section = (title: string): string =>
    new RegExp(`^${title}:\n([\\s\\S]*?)\n\n`, "m").exec(text)?.[1] ?? "";
  const outgoing = /Active Delegations from this Account:\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? "";
  const incoming = section("Active Delegations to this Account");
  const delegationsFor = map<DelegationInfo>(outgoing, (amount, shares) => ({
    delegation: {shares},
    // Any pool in which these shares are worth that much.
    pool: {balance: amount, totalShares: shares},
  }));
  const delegationsTo = map<Delegation>(incoming, (_, shares) => ({shares}));
  const [, height = "", available = "", nonce = ""] =
    /Height: (\d+)[\s\S]*Available: ([\d.]+)[\s\S]*Nonce: (\d+)/.exec(text) ?? [];
  const account = Account.zero();
  account.general.balance = units(available);
  account.general.nonce = BigInt(nonce);
  account.general.allowances = allowancesOf(section("Allowances for this Account"));
  account.escrow.active = poolOf(incoming);
  account.escrow.commissionSchedule = scheduleOf(section("Commission Schedule"));
  account.escrow.stakeAccumulator = claimsOf(section("Stake Accumulator"));
  return {
    address,
    height: asHeight(BigInt(height)),
    account,
    delegationsFor,
    delegationsTo,
    debondingFor: null,
    debondingTo: new BytesMap<Address, DebondingDelegation[]>(),
    token: {symbol: "GOLD", exponent: 9},
  };
}

function units(tokens: string): bigint {
  const [whole = "", fraction = ""] = tokens.split(".");
  return BigInt(whole + fraction.padEnd(9, "0"));
}

function map<T>(text: string, of: (amount: bigint, shares: bigint) => T): BytesMap<Address, T> {
  const items = [...text.matchAll(/(?:To|From): +(\w+).*\n +Amount: ([\d.]+) GOLD \((\d+) shares\)/g)];
  return new BytesMap(
    items
      .reverse()
      .map(([, address = "", amount = "", shares = ""]) => [
        addressFromText(address),
        of(units(amount), BigInt(shares)),
      ]),
  );
}

function allowancesOf(text: string): BytesMap<Address, bigint> | null {
  const items = [...text.matchAll(/Beneficiary: (\w+).*\n +Amount: +([\d.]+)/g)].reverse();
  const entries = items.map(
    ([, address = "", amount = ""]) => [addressFromText(address), units(amount)] as const,
  );
  return entries.length === 0 ? null : new BytesMap(entries);
}

function poolOf(text: string): SharePool {
  const [, balance = "0.0", shares = "0"] = /Total: ([\d.]+) GOLD \((\d+) shares\)/.exec(text) ?? [];
  return {balance: units(balance), totalShares: BigInt(shares)};
}

function scheduleOf(text: string): CommissionSchedule {
  const percent = (rate: string): bigint => units(rate) / 1_000_000n;
  const rates = [...text.matchAll(/start: epoch (\d+)\n +rate: +([\d.]+)%/g)];
  const bounds = [...text.matchAll(/epoch (\d+)\n +minimum rate: ([\d.]+)%\n +maximum rate: ([\d.]+)%/g)];
  return CommissionSchedule.make({
    rates: rates.map(([, start = "", rate = ""]) => ({start: asEpoch(BigInt(start)), rate: percent(rate)})),
    bounds: bounds.map(([, start = "", low = "", high = ""]) => ({
      start: asEpoch(BigInt(start)),
      rateMin: percent(low),
      rateMax: percent(high),
    })),
  });
}

function claimsOf(text: string): StakeAccumulator {
  const kinds = new Map<string, bigint>(
    Object.entries(thresholdKinds).map(([name, kind]) => [
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      kind,
    ]),
  );
  const claims = text
    .split("- Name: ")
    .slice(1)
    .map((claim) => {
      const thresholds = [...claim.matchAll(/Global: (\S+)/g)].map(([, kind = ""]) => ({
        global: kinds.get(kind) ?? 99n,
        constant: null,
      }));
      return [claim.split("\n")[0] ?? "", thresholds] as const;
    });
  return StakeAccumulator.make({claims: claims.length === 0 ? null : new Map(claims)});
}
