import {toJson} from "@oasis-node/primitives/cbor";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {Node} from "@oasis-node/state-transition/node";
import {
  entityClaim,
  entityThresholds,
  nodeClaim,
  nodeThresholds,
  type Runtime,
} from "@oasis-node/state-transition/registry";
import {
  type EscrowAccount,
  type StakeThreshold,
  ThresholdKind,
  type Thresholds,
  thresholdValue,
} from "@oasis-node/state-transition/staking";

/** What is going to be claimed on an account. */
export interface PlannedClaim {
  /** Name of the claim. */
  readonly claim: string;
  readonly thresholds: readonly StakeThreshold[];
}

export interface StakeAmounts {
  /** Base units that have to be in active escrow. */
  readonly need: Quantity;
  /** Base units of it that are there. */
  readonly have: Quantity;
  /** Base units of it that are not. */
  readonly missing: Quantity;
}

/** One claim, with what is left for it by the claims before it. */
export interface StakeRequirement extends StakeAmounts {
  readonly claim: string;
  /** What it adds up from: kinds by their names in JSON, `const` for amounts that a runtime asks for. */
  readonly thresholds: readonly {readonly kind: string; readonly amount: Quantity}[];
}

export interface StakeRequirements {
  /** Claims of today first, by name, then those planned, in order. */
  readonly rows: readonly StakeRequirement[];
  /** Of all claims together; `have` is the whole active escrow. */
  readonly total: StakeAmounts;
}

export interface StakeSituation {
  readonly escrow: EscrowAccount;
  /** Global thresholds of the chain. */
  readonly thresholds: Thresholds;
  /** Claims to come; one that is there already under its name is replaced. */
  readonly planned: readonly PlannedClaim[];
}

/**
 * Tells of every claim on an account's escrow how much it needs, has and lacks (consensus-core §5.4–5.8). Nothing is
 * missing exactly when the chain accepts the claims.
 */
export function stakeRequirements({escrow, thresholds, planned}: StakeSituation): StakeRequirements {
  const replaced = new Set(planned.map(({claim}) => claim));
  const present = [...(escrow.stakeAccumulator.claims ?? [])]
    .filter(([claim]) => !replaced.has(claim))
    .map(([claim, claimed]) => ({claim, thresholds: claimed ?? []}))
    .sort((a, b) => (a.claim < b.claim ? -1 : 1));
  const {balance} = escrow.active;
  const rows: StakeRequirement[] = [];
  let left = balance;
  for (const {claim, thresholds: claimed} of [...present, ...planned]) {
    const parts = claimed.map((one) => ({kind: kindOf(one), amount: thresholdValue(one, thresholds)}));
    const row = amounts(sum(parts.map(({amount}) => amount)), left);
    rows.push({claim, thresholds: parts, ...row});
    left -= row.have;
  }
  const need = sum(rows.map((row) => row.need));
  const missing = need > balance ? need - balance : 0n;
  return {rows, total: {need, have: balance, missing}};
}

/** The claim of an entity's registration. */
export const plannedEntityClaim: PlannedClaim = {claim: entityClaim, thresholds: entityThresholds};

/** The claim that a node's descriptor makes on its entity's escrow; `runtimes` are those it names, in its order. */
export function plannedNodeClaim(node: Node, runtimes: readonly Runtime[]): PlannedClaim {
  return {claim: nodeClaim(node.id), thresholds: nodeThresholds(node, runtimes)};
}

function amounts(need: Quantity, left: Quantity): StakeAmounts {
  const have = need < left ? need : left;
  return {need, have, missing: need - have};
}

function kindOf({global}: StakeThreshold): string {
  return global === null ? "const" : String(toJson(ThresholdKind, global));
}

function sum(quantities: readonly Quantity[]): Quantity {
  return quantities.reduce((total, quantity) => total + quantity, 0n);
}
