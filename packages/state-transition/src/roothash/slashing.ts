import {type Address, runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {toBase64} from "@oasis-node/primitives/bytes";
import {type Quantity, subtract} from "@oasis-node/primitives/quantity";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError} from "../context/index.ts";
import type {Runtime} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {slashEscrow, slashReasons, transferFromCommon} from "../staking/index.ts";
import {roothashErrors} from "./errors.ts";
import {RoothashError} from "./roothashError.ts";

/** What a runtime has its nodes slashed by for an offence; zero when it does not. */
export function penaltyOf(
  {staking}: Runtime,
  offence: "runtimeIncorrectResults" | "runtimeEquivocation",
): Quantity {
  return staking.slashing?.get(slashReasons[offence])?.amount ?? 0n;
}

/**
 * Slashes the entity of a node that contradicted itself, and rewards who told (consensus-paratime §3.10). Throws
 * (roothash, 10) when there is no such node.
 */
export function slashEquivocation(
  context: Context,
  id: PublicKey,
  runtime: Runtime,
  penalty: Quantity,
): void {
  const node = new RegistryState(context.tree).node(id);
  if (node === null) {
    const cause = roothashErrors.invalidEvidence();
    const text = `tendermint/roothash: failed to get node by id ${toBase64(id)}: ${cause.message}`;
    throw new RoothashError("notSlashed", `error slashing runtime node: ${text}`, {cause});
  }
  const slashed = slashEscrow(context, stakingAddress(node.entityId), penalty);
  // Evidence may be old, and the stake gone.
  if (slashed === 0n) return;
  distribute(context, slashed, runtime.staking.rewardEquivocation, runtime, [informer(context)]);
}

/** Slashes the entities of nodes with wrong results, and rewards those with right ones (consensus-paratime §3.10). */
export function slashIncorrectResults(
  context: Context,
  {bad, good}: {readonly bad: readonly PublicKey[]; readonly good: readonly PublicKey[]},
  runtime: Runtime,
  penalty: Quantity,
): void {
  let slashed = 0n;
  for (const entity of entitiesOf(context, bad)) slashed += slashEscrow(context, entity, penalty);
  // The entities may be out of stake; that must not fail the round.
  if (slashed === 0n) return;
  distribute(context, slashed, runtime.staking.rewardBadResults, runtime, entitiesOf(context, good));
}

/** Accounts of the entities of those nodes that are still registered; an entity is in there once for each of its nodes. */
function entitiesOf({tree}: Context, nodes: readonly PublicKey[]): Address[] {
  const registry = new RegistryState(tree);
  return nodes.flatMap((id) => {
    const node = registry.node(id);
    return node === null ? [] : [stakingAddress(node.entityId)];
  });
}

/** The account of who sent the transaction; a node's reward goes to its entity. */
function informer({tree, signer, caller}: Context): Address {
  if (signer === null || caller === null) throw new HaltError("crash", "evidence without a sender");
  const node = new RegistryState(tree).node(signer);
  return node === null ? caller : stakingAddress(node.entityId);
}

/** The runtime gets its percentage, the others equal parts of the rest as escrow; what does not divide stays in the common pool. */
function distribute(
  context: Context,
  total: Quantity,
  percentage: number,
  {id}: Runtime,
  others: readonly Address[],
): void {
  const forRuntime = (total * BigInt(percentage)) / 100n;
  transferFromCommon(context, runtimeAddress(id), forRuntime, {escrow: false});
  if (others.length === 0) return;
  const forEach = subtract(total, forRuntime) / BigInt(others.length);
  for (const address of others) transferFromCommon(context, address, forEach, {escrow: true});
}
