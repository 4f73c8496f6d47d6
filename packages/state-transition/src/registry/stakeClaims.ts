import {type Address, runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {hasRoles, type Node, nodeRoles} from "../node/index.ts";
import {type StakeThreshold, type ThresholdKind, thresholdKinds} from "../stake/index.ts";
import {governanceModels, type Runtime, runtimeKinds} from "./types/runtime.ts";

/** Name of the claim that an entity's registration makes on its escrow (consensus-core §5.4). */
export const entityClaim = "registry.RegisterEntity";

/** Name of the claim that a node's registration makes on the escrow of its entity (consensus-core §5.7). */
export function nodeClaim(id: PublicKey): string {
  return `registry.RegisterNode.${toBase64(id)}`;
}

/** Name of the claim that a runtime's registration makes (consensus-core §5.8). */
export function runtimeClaim(id: Namespace): string {
  return `registry.RegisterRuntime.${toHex(id)}`;
}

export const entityThresholds: readonly StakeThreshold[] = [globalThreshold(thresholdKinds.entity)];

/** Roles for which a node needs stake in each of its runtimes, in the order of the claimed thresholds. */
const runtimeRoles = [
  {role: nodeRoles.keyManager, kind: thresholdKinds.nodeKeymanager},
  {role: nodeRoles.computeWorker, kind: thresholdKinds.nodeCompute},
  {role: nodeRoles.storageWorker, kind: thresholdKinds.nodeStorage},
] as const;

/** Thresholds that a node claims; `runtimes` are those of its descriptor, in its order (consensus-core §5.7). */
export function nodeThresholds({roles}: Node, runtimes: readonly Runtime[]): StakeThreshold[] {
  const claimed = hasRoles(roles, nodeRoles.validator) ? [globalThreshold(thresholdKinds.nodeValidator)] : [];
  const kinds = runtimeRoles.filter(({role}) => hasRoles(roles, role)).map(({kind}) => kind);
  for (const {staking} of runtimes) {
    for (const kind of kinds) {
      claimed.push(globalThreshold(kind));
      const constant = staking.thresholds?.get(kind) ?? 0n;
      if (constant > 0n) claimed.push({global: null, constant});
    }
  }
  return claimed;
}

/** Thresholds that a runtime claims (consensus-core §5.8). */
export function runtimeThresholds({kind}: Runtime): StakeThreshold[] {
  const {runtimeCompute, runtimeKeymanager} = thresholdKinds;
  return [globalThreshold(kind === runtimeKinds.compute ? runtimeCompute : runtimeKeymanager)];
}

/** Account on which a runtime makes its claim: its entity's or its own; null when the consensus layer governs it. */
export function runtimeStakingAddress({id, entityId, governanceModel}: Runtime): Address | null {
  if (governanceModel === governanceModels.entity) return stakingAddress(entityId);
  return governanceModel === governanceModels.runtime ? runtimeAddress(id) : null;
}

function globalThreshold(kind: ThresholdKind): StakeThreshold {
  return {global: kind, constant: null};
}
