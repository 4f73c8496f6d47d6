import {type Address, addressToText, runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Node} from "../../node/index.ts";
import type {StakeThreshold} from "../../stake/index.ts";
import {
  type StakingGenesis,
  type StakingParameters,
  stakingErrors,
  thresholdValue,
} from "../../staking/index.ts";
import {
  entityClaim,
  entityThresholds,
  nodeClaim,
  nodeThresholds,
  runtimeClaim,
  runtimeStakingAddress,
  runtimeThresholds,
} from "../stakeClaims.ts";
import {governanceModels, type Runtime} from "../types/runtime.ts";

export interface GenesisStake {
  readonly entities: readonly PublicKey[];
  readonly nodes: readonly Node[];
  readonly runtimes: readonly Runtime[];
  readonly ledger: StakingGenesis["ledger"];
  readonly thresholds: StakingParameters["thresholds"];
}

/** Claims on one account by name, so that what comes twice counts once. */
type Claims = Map<string, readonly StakeThreshold[]>;

/** The entities whose active escrow does not cover what they, their nodes and their runtimes claim (consensus-core §2.7). */
export function* checkGenesisStake(stake: GenesisStake): Generator<string> {
  const claims = new BytesMap<Address, Claims>();
  for (const entity of stake.entities)
    claims.set(stakingAddress(entity), new Map([[entityClaim, entityThresholds]]));
  addNodeClaims(stake, claims);
  yield* addRuntimeClaims(stake.runtimes, claims);
  for (const entity of stake.entities) {
    const address = stakingAddress(entity);
    const need = sumOf(claims.get(address) ?? new Map(), stake.thresholds);
    const have = stake.ledger?.get(address)?.escrow.active.balance ?? 0n;
    if (have < need)
      yield `insufficient stake for account ${addressToText(address)} (expected: ${need} got: ${have}): ${stakingErrors.insufficientStake.message}`;
  }
}

/** The entities of all these nodes are known. */
function addNodeClaims({nodes, runtimes}: GenesisStake, claims: BytesMap<Address, Claims>): void {
  const byId = new BytesMap<Namespace, Runtime>(runtimes.map((runtime) => [runtime.id, runtime]));
  for (const node of nodes) {
    const named = (node.runtimes ?? []).flatMap((one) => (one === null ? [] : (byId.get(one.id) ?? [])));
    claims.get(stakingAddress(node.entityId))?.set(nodeClaim(node.id), nodeThresholds(node, named));
  }
}

function* addRuntimeClaims(
  runtimes: readonly Runtime[],
  claims: BytesMap<Address, Claims>,
): Generator<string> {
  for (const {id, governanceModel} of runtimes) {
    if (governanceModel === governanceModels.runtime) claims.set(runtimeAddress(id), new Map());
  }
  for (const runtime of runtimes) {
    const address = runtimeStakingAddress(runtime);
    if (address === null) continue;
    const claimed = claims.get(address);
    // The reference crashes (consensus-core §14).
    if (claimed === undefined)
      yield `registry: sanity check failed: runtime '${toHex(runtime.id)}' references a missing entity`;
    else claimed.set(runtimeClaim(runtime.id), runtimeThresholds(runtime));
  }
}

function sumOf(claims: Claims, thresholds: StakingParameters["thresholds"]): Quantity {
  const all = [...claims.values()].flat();
  return all.reduce((sum, threshold) => sum + thresholdValue(threshold, thresholds), 0n);
}
