import {equal} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {hasRoles, type Node, nodeRoles} from "../node/index.ts";
import {registryErrors} from "./errors.ts";
import {isNodeExpired} from "./expiry.ts";
import type {RegistryState} from "./state.ts";
import type {Runtime} from "./types/runtime.ts";

/** Refuses a node whose entity is not on a runtime's list, or has as many nodes as it may (consensus-core §5.7). Throws `forbidden`. */
export function checkAdmission(state: RegistryState, node: Node, runtime: Runtime, epoch: Epoch): void {
  const {entityWhitelist} = runtime.admissionPolicy;
  if (entityWhitelist === null) return;
  const config = entityWhitelist.entities?.get(node.entityId);
  if (config === undefined) throw registryErrors.forbidden();
  const {maxNodes} = config;
  if (maxNodes === null || maxNodes.size === 0) return;
  for (const role of Object.values(nodeRoles)) {
    if (!hasRoles(node.roles, role)) continue;
    const max = maxNodes.get(role) ?? 0;
    if (max === 0) throw registryErrors.forbidden();
    checkCount(otherNodes(state, node, runtime.id, epoch), role, max);
  }
}

/** Kept oddity: the limit is looked at only where there is another node for the runtime. */
function checkCount(others: readonly Node[], role: number, max: number): void {
  let count = 0;
  for (const {roles} of others) {
    if (hasRoles(roles, role)) count++;
    if (count + 1 > max) throw registryErrors.forbidden();
  }
}

/** The entity's other nodes that are registered for the runtime now. */
function otherNodes(state: RegistryState, node: Node, runtime: Namespace, epoch: Epoch): Node[] {
  return state
    .nodesByEntity(node.entityId)
    .filter(
      (other) =>
        !equal(other.id, node.id) &&
        !isNodeExpired(other, epoch) &&
        (other.runtimes ?? []).some((one) => one !== null && equal(one.id, runtime)),
    );
}
