import {type Address, addressToText} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import {type Epoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import type {Quantity} from "@oasis-node/primitives/quantity";
import {prettyAmount, type TokenContext} from "@oasis-node/primitives/token";
import {type SharePool, stakeForShares} from "@oasis-node/state-transition/staking";

/** A delegation, as lists of them show it. */
export interface ShownDelegation {
  readonly address: string;
  readonly isSelf: boolean;
  /** Base units at the pool's present rate. */
  readonly amount: Quantity;
  readonly shares: Quantity;
  /** `invalidEpoch` for an active one. */
  readonly endTime: Epoch;
}

interface Shares {
  readonly shares: Quantity;
  readonly debondEnd?: Epoch;
}

/** A delegation of either kind, to or from another account, as `self` sees it. */
export function shownDelegation(
  self: Address,
  other: Address,
  {shares, debondEnd = invalidEpoch}: Shares,
  pool: SharePool,
): ShownDelegation {
  return {
    address: addressToText(other),
    isSelf: equal(other, self),
    amount: stakeForShares(pool, shares),
    shares,
    endTime: debondEnd,
  };
}

/** `Delegations:` and its items, by end time, then amount, the largest first, then address. */
export function prettyDelegations(
  delegations: readonly ShownDelegation[],
  direction: "To:" | "From:",
  prefix: string,
  token: TokenContext,
): string {
  const [first] = delegations;
  // All of them are of one kind.
  const labels = [direction, "Amount:", ...(first?.endTime === invalidEpoch ? [] : ["End Time:"])];
  const width = Math.max(...labels.map(({length}) => length));
  const items = delegations
    .toSorted(byEndTimeAmountAddress)
    .flatMap((one) => [
      `  - ${direction.padEnd(width)} ${one.address}${one.isSelf ? " (self)" : ""}`,
      `    ${"Amount:".padEnd(width)} ${prettyAmount(one.amount, token)} (${one.shares} shares)`,
      ...(one.endTime === invalidEpoch ? [] : [`    ${"End Time:".padEnd(width)} epoch ${one.endTime}`]),
    ]);
  return ["Delegations:", ...items].map((line) => `${prefix}${line}\n`).join("");
}

function byEndTimeAmountAddress(a: ShownDelegation, b: ShownDelegation): number {
  if (a.endTime !== b.endTime) return a.endTime < b.endTime ? -1 : 1;
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return a.address < b.address ? -1 : 1;
}
